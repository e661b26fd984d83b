-- +goose Up
-- Set with the end of the attempt: who appends meets it on the row that both lock, so that no edit is acknowledged after it.
ALTER TABLE documents ADD COLUMN closed_at ${TIME};

-- +goose Down
ALTER TABLE documents DROP COLUMN closed_at;
