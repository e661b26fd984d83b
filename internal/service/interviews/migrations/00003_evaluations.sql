-- +goose Up
ALTER TABLE interviews ADD COLUMN rubric ${JSON} NOT NULL DEFAULT '[]'; -- empty: the standard one
ALTER TABLE interviews ADD COLUMN decision TEXT NOT NULL DEFAULT '';
ALTER TABLE interviews ADD COLUMN decision_text TEXT NOT NULL DEFAULT '';
ALTER TABLE interviews ADD COLUMN decided_at ${TIME};

CREATE TABLE notes (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  participant_id  TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
  name            TEXT NOT NULL, -- theirs, at that time
  at              ${TIME} NOT NULL, -- which moment it is about
  text            TEXT NOT NULL,
  revision        INTEGER NOT NULL
);
CREATE INDEX notes_interview_id_idx ON notes (interview_id, at, id);
CREATE INDEX notes_participant_id_idx ON notes (participant_id);

CREATE TABLE scorecards (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  participant_id  TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
  name            TEXT NOT NULL, -- theirs, at that time
  scores          ${JSON} NOT NULL,
  text            TEXT NOT NULL,
  recommendation  TEXT NOT NULL,
  state           TEXT NOT NULL,
  revision        INTEGER NOT NULL,
  updated_at      ${TIME} NOT NULL,
  submitted_at    ${TIME},
  CONSTRAINT scorecards_interview_id_participant_id_key UNIQUE (interview_id, participant_id)
);
CREATE INDEX scorecards_participant_id_idx ON scorecards (participant_id);

-- +goose Down
DROP TABLE scorecards; DROP TABLE notes;
ALTER TABLE interviews DROP COLUMN decided_at; ALTER TABLE interviews DROP COLUMN decision_text;
ALTER TABLE interviews DROP COLUMN decision; ALTER TABLE interviews DROP COLUMN rubric;
