-- +goose Up
ALTER TABLE recordings ADD COLUMN held BOOLEAN NOT NULL DEFAULT FALSE; -- neither age nor anybody removes it
ALTER TABLE recordings ADD COLUMN removed_at ${TIME};
ALTER TABLE recordings ADD COLUMN removed_by TEXT NOT NULL DEFAULT ''; -- a user; empty: its time was over
ALTER TABLE recordings ADD COLUMN remover TEXT NOT NULL DEFAULT ''; -- their name, at that time
CREATE INDEX recordings_state_started_at_idx ON recordings (state, started_at);

-- +goose Down
DROP INDEX recordings_state_started_at_idx;
ALTER TABLE recordings DROP COLUMN remover; ALTER TABLE recordings DROP COLUMN removed_by;
ALTER TABLE recordings DROP COLUMN removed_at; ALTER TABLE recordings DROP COLUMN held;
