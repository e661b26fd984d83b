-- +goose Up
CREATE TABLE assessments (
  id                 TEXT PRIMARY KEY,
  organization_id    TEXT NOT NULL,
  title              TEXT NOT NULL,
  instructions       TEXT NOT NULL,
  time_limit_minutes INTEGER NOT NULL,
  opens_at           ${TIME},
  closes_at          ${TIME},
  scoring            TEXT NOT NULL,
  languages          ${JSON} NOT NULL,
  state              TEXT NOT NULL,
  revision           INTEGER NOT NULL,
  created_by         TEXT NOT NULL,
  created_at         ${TIME} NOT NULL,
  updated_at         ${TIME} NOT NULL
);
CREATE INDEX assessments_organization_id_idx ON assessments (organization_id, updated_at, id);

CREATE TABLE sections (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  assessment_id   TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
  position        INTEGER NOT NULL,
  title           TEXT NOT NULL
);
CREATE INDEX sections_assessment_id_idx ON sections (assessment_id, position);

CREATE TABLE items (
  id                 TEXT PRIMARY KEY,
  organization_id    TEXT NOT NULL,
  assessment_id      TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
  section_id         TEXT NOT NULL REFERENCES sections (id) ON DELETE CASCADE,
  position           INTEGER NOT NULL,
  problem_id         TEXT NOT NULL,
  problem_version_id TEXT NOT NULL -- empty until the assessment is published
);
CREATE INDEX items_assessment_id_idx ON items (assessment_id, position);

-- What a published assessment shows, kept here: a running assessment needs no neighbour to be read.
CREATE TABLE pinned_versions (
  organization_id TEXT NOT NULL,
  version_id      TEXT NOT NULL,
  content         ${JSON} NOT NULL,
  PRIMARY KEY (organization_id, version_id)
);

CREATE TABLE invitations (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  assessment_id   TEXT NOT NULL REFERENCES assessments (id),
  email           TEXT NOT NULL,
  name            TEXT NOT NULL,
  token_hash      TEXT NOT NULL,
  state           TEXT NOT NULL,
  created_by      TEXT NOT NULL,
  sent_at         ${TIME} NOT NULL,
  CONSTRAINT invitations_token_hash_key UNIQUE (token_hash),
  CONSTRAINT invitations_assessment_id_email_key UNIQUE (assessment_id, email)
);
CREATE INDEX invitations_assessment_id_idx ON invitations (assessment_id, id);

CREATE TABLE attempts (
  id               TEXT PRIMARY KEY,
  organization_id  TEXT NOT NULL,
  assessment_id    TEXT NOT NULL REFERENCES assessments (id),
  invitation_id    TEXT NOT NULL REFERENCES invitations (id),
  candidate_name   TEXT NOT NULL,
  candidate_email  TEXT NOT NULL,
  state            TEXT NOT NULL,
  score            DOUBLE PRECISION NOT NULL,
  max_score        DOUBLE PRECISION NOT NULL,
  created_at       ${TIME} NOT NULL,
  started_at       ${TIME},
  ends_at          ${TIME},
  finished_at      ${TIME},
  last_activity_at ${TIME} NOT NULL,
  last_activity    INTEGER NOT NULL, -- number of the newest row of activities
  revision         INTEGER NOT NULL,
  CONSTRAINT attempts_invitation_id_key UNIQUE (invitation_id)
);
CREATE INDEX attempts_assessment_id_idx ON attempts (assessment_id, id);
CREATE INDEX attempts_state_ends_at_idx ON attempts (state, ends_at);

CREATE TABLE answers (
  id                 TEXT PRIMARY KEY,
  organization_id    TEXT NOT NULL,
  attempt_id         TEXT NOT NULL REFERENCES attempts (id),
  item_id            TEXT NOT NULL REFERENCES items (id),
  problem_version_id TEXT NOT NULL,
  position           INTEGER NOT NULL,
  section_title      TEXT NOT NULL,
  language           TEXT NOT NULL, -- empty until one is chosen
  score              DOUBLE PRECISION NOT NULL,
  verdict            TEXT NOT NULL, -- of the submission that counts; empty before one is judged
  submission_count   INTEGER NOT NULL,
  CONSTRAINT answers_attempt_id_item_id_key UNIQUE (attempt_id, item_id)
);

CREATE TABLE documents (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  attempt_id      TEXT NOT NULL REFERENCES attempts (id),
  answer_id       TEXT NOT NULL REFERENCES answers (id),
  language        TEXT NOT NULL,
  path            TEXT NOT NULL,
  version         INTEGER NOT NULL,
  created_at      ${TIME} NOT NULL,
  updated_at      ${TIME} NOT NULL,
  CONSTRAINT documents_answer_id_language_path_key UNIQUE (answer_id, language, path)
);

CREATE TABLE document_updates (
  document_id TEXT NOT NULL REFERENCES documents (id),
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
  document_id TEXT NOT NULL REFERENCES documents (id),
  version     INTEGER NOT NULL,
  at          ${TIME} NOT NULL,
  text        TEXT NOT NULL,
  PRIMARY KEY (document_id, version)
);

CREATE TABLE submissions (
  id               TEXT PRIMARY KEY,
  organization_id  TEXT NOT NULL,
  attempt_id       TEXT NOT NULL REFERENCES attempts (id),
  answer_id        TEXT NOT NULL REFERENCES answers (id),
  document_id      TEXT NOT NULL REFERENCES documents (id),
  document_version INTEGER NOT NULL,
  language         TEXT NOT NULL,
  source           TEXT NOT NULL, -- digest of the text at that version
  state            TEXT NOT NULL,
  round            INTEGER NOT NULL,
  judgement_id     TEXT NOT NULL,
  verdict          TEXT NOT NULL,
  score            DOUBLE PRECISION NOT NULL,
  outcome          ${JSON} NOT NULL, -- the candidate's view
  created_at       ${TIME} NOT NULL,
  judged_at        ${TIME}
);
CREATE INDEX submissions_attempt_id_idx ON submissions (attempt_id, id);
CREATE INDEX submissions_answer_id_idx ON submissions (answer_id, id);

CREATE TABLE activities (
  attempt_id      TEXT NOT NULL REFERENCES attempts (id),
  number          INTEGER NOT NULL,
  organization_id TEXT NOT NULL,
  assessment_id   TEXT NOT NULL,
  answer_id       TEXT NOT NULL,
  kind            TEXT NOT NULL,
  at              ${TIME} NOT NULL,
  data            ${JSON} NOT NULL,
  PRIMARY KEY (attempt_id, number)
);
CREATE INDEX activities_assessment_id_idx ON activities (assessment_id, at);

-- +goose Down
DROP TABLE activities; DROP TABLE submissions; DROP TABLE document_snapshots; DROP TABLE document_updates;
DROP TABLE documents; DROP TABLE answers; DROP TABLE attempts; DROP TABLE invitations; DROP TABLE pinned_versions;
DROP TABLE items; DROP TABLE sections; DROP TABLE assessments;
