-- +goose Up
-- What was said in a recording, as somebody wrote it down.
CREATE TABLE captions (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  recording_id    TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
  file            TEXT NOT NULL, -- of the recording, which they were made from; empty: from all of it
  language        TEXT NOT NULL,
  cues            ${JSON} NOT NULL,
  author          TEXT NOT NULL, -- the name of who attached them
  created_at      ${TIME} NOT NULL
);
CREATE INDEX captions_interview_id_created_at_idx ON captions (interview_id, created_at, id);
CREATE INDEX captions_recording_id_idx ON captions (recording_id);

-- +goose Down
DROP TABLE captions;
