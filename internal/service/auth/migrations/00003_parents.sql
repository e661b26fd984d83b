-- +goose Up
-- The member's session that a preview's session ends with; empty for all others.
ALTER TABLE sessions ADD COLUMN parent_id TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE sessions DROP COLUMN parent_id;
