-- +goose Up
ALTER TABLE interviews ADD COLUMN attempt_id TEXT NOT NULL DEFAULT ''; -- at an assessment, that it is to talk about

-- +goose Down
ALTER TABLE interviews DROP COLUMN attempt_id;
