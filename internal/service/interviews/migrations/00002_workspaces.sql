-- +goose Up
-- What is one of a kind in the room of an interview. A row is made with the first thing that happens there.
CREATE TABLE workspaces (
  interview_id    TEXT PRIMARY KEY REFERENCES interviews (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  locked          BOOLEAN NOT NULL, -- candidates do not write
  timer_state     TEXT NOT NULL,
  timer_seconds   INTEGER NOT NULL, -- what it was set to
  timer_left_ms   BIGINT NOT NULL,  -- while it does not run
  timer_ends_at   ${TIME},          -- while it runs
  last_number     INTEGER NOT NULL, -- of the timeline
  revision        INTEGER NOT NULL
);

CREATE TABLE interview_problems (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  problem_id      TEXT NOT NULL,
  version_id      TEXT NOT NULL, -- pinned when it is first shown; empty before
  shown           BOOLEAN NOT NULL,
  position        INTEGER NOT NULL,
  revision        INTEGER NOT NULL,
  created_at      ${TIME} NOT NULL,
  CONSTRAINT interview_problems_interview_id_problem_id_key UNIQUE (interview_id, problem_id)
);

-- The files of a room. One that was removed keeps its log: the replay has it.
CREATE TABLE documents (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  path            TEXT NOT NULL,
  language        TEXT NOT NULL,
  version         INTEGER NOT NULL,
  revision        INTEGER NOT NULL, -- of its name and language
  created_at      ${TIME} NOT NULL,
  updated_at      ${TIME} NOT NULL,
  closed_at       ${TIME},
  removed_at      ${TIME}
);
CREATE UNIQUE INDEX documents_interview_id_path_key ON documents (interview_id, path) WHERE removed_at IS NULL;

CREATE TABLE document_updates (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  at          ${TIME} NOT NULL,
  client      TEXT NOT NULL,
  seq         BIGINT NOT NULL,
  actor       TEXT NOT NULL,
  kind        TEXT NOT NULL,
  changes     TEXT NOT NULL,
  data        TEXT NOT NULL,
  CONSTRAINT document_updates_document_id_version_key PRIMARY KEY (document_id, version)
);

CREATE TABLE document_snapshots (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  at          ${TIME} NOT NULL,
  text        TEXT NOT NULL,
  PRIMARY KEY (document_id, version)
);

-- All that happens in a room but edits, which are in their documents' logs.
CREATE TABLE timeline (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  number          INTEGER NOT NULL,
  at              ${TIME} NOT NULL,
  kind            TEXT NOT NULL,
  audience        TEXT NOT NULL,
  participant_id  TEXT NOT NULL, -- who did it; empty when nobody who takes part did
  name            TEXT NOT NULL, -- theirs, at that time
  subject         TEXT NOT NULL, -- id of what it is about
  data            ${JSON} NOT NULL,
  CONSTRAINT timeline_interview_id_number_key UNIQUE (interview_id, number)
);
CREATE INDEX timeline_subject_idx ON timeline (interview_id, kind, subject);

-- +goose Down
DROP TABLE timeline; DROP TABLE document_snapshots; DROP TABLE document_updates; DROP TABLE documents;
DROP TABLE interview_problems; DROP TABLE workspaces;
