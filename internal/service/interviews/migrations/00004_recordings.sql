-- +goose Up
-- A recording is one stretch without a break: what was paused goes on in another row.
CREATE TABLE recordings (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  spool           TEXT NOT NULL, -- whose disk it is made on
  state           TEXT NOT NULL,
  reason          TEXT NOT NULL, -- why it failed, or is not stored yet
  failing         BOOLEAN NOT NULL, -- while it goes on: the light says so
  started_at      ${TIME} NOT NULL,
  ended_at        ${TIME},
  files           ${JSON} NOT NULL -- the manifest, with the blobs that each file is made of
);
CREATE UNIQUE INDEX recordings_interview_id_key ON recordings (interview_id) WHERE state = 'recording';
CREATE INDEX recordings_interview_id_started_at_idx ON recordings (interview_id, started_at, id);
CREATE INDEX recordings_spool_idx ON recordings (spool, state);

-- Who saw a recording; once an hour, as players fetch it in pieces.
CREATE TABLE recording_reads (
  recording_id    TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  reader          TEXT NOT NULL, -- a member
  hour            ${TIME} NOT NULL,
  PRIMARY KEY (recording_id, reader, hour)
);

-- +goose Down
DROP TABLE recording_reads; DROP TABLE recordings;
