-- +goose Up
-- Who replayed an interview; once an hour, as a replay is read in pieces.
CREATE TABLE replay_reads (
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  reader          TEXT NOT NULL, -- a member
  hour            ${TIME} NOT NULL,
  PRIMARY KEY (interview_id, reader, hour)
);

-- +goose Down
DROP TABLE replay_reads;
