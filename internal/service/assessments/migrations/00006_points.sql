-- +goose Up
-- What a problem gives in its assessment; NULL: its maximum score. An answer keeps what its item said at the start.
ALTER TABLE items ADD COLUMN own_points DOUBLE PRECISION;
ALTER TABLE answers ADD COLUMN own_points DOUBLE PRECISION;

-- +goose Down
ALTER TABLE answers DROP COLUMN own_points;
ALTER TABLE items DROP COLUMN own_points;
