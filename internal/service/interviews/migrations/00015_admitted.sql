-- +goose Up
-- When somebody was let in last: of files they read what was typed since.
ALTER TABLE participants ADD COLUMN admitted_at ${TIME};

-- +goose Down
ALTER TABLE participants DROP COLUMN admitted_at;
