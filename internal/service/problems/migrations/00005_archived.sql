-- +goose Up
ALTER TABLE problems ADD COLUMN archived BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE problems DROP COLUMN archived;
