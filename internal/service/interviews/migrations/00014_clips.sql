-- +goose Up
-- Films that are made of stretches of recordings.
CREATE TABLE clips (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  recording_id    TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
  from_ms         BIGINT NOT NULL, -- on the recording's clock
  to_ms           BIGINT NOT NULL,
  format          TEXT NOT NULL,
  state           TEXT NOT NULL,
  reason          TEXT NOT NULL, -- why it failed
  progress        INTEGER NOT NULL, -- thousandths
  pieces          ${JSON} NOT NULL, -- the blobs that it is kept in
  bytes           BIGINT NOT NULL,
  author          TEXT NOT NULL, -- the name of who asked for it
  created_at      ${TIME} NOT NULL,
  lease_until     ${TIME}, -- who makes it is heard of until then
  tries           INTEGER NOT NULL
);
CREATE INDEX clips_interview_id_created_at_idx ON clips (interview_id, created_at, id);
CREATE INDEX clips_state_created_at_idx ON clips (state, created_at);
CREATE INDEX clips_recording_id_idx ON clips (recording_id);
CREATE INDEX clips_organization_id_idx ON clips (organization_id);

-- +goose Down
DROP TABLE clips;
