-- +goose Up
-- What the terminals of an interview have shown, for its replay.
CREATE TABLE terminal_outputs (
  run_id          TEXT NOT NULL,
  number          INTEGER NOT NULL,
  organization_id TEXT NOT NULL,
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  at_ms           BIGINT NOT NULL, -- since the run began
  data            ${BLOB} NOT NULL,
  PRIMARY KEY (run_id, number)
);
CREATE INDEX terminal_outputs_interview_idx ON terminal_outputs (interview_id);
ALTER TABLE workspaces ADD COLUMN terminal_bytes BIGINT NOT NULL DEFAULT 0; -- of them together

-- +goose Down
ALTER TABLE workspaces DROP COLUMN terminal_bytes;
DROP TABLE terminal_outputs;
