-- +goose Up
-- Since when somebody is in the room, as the timeline has it; null of who is not. Few are at any time.
ALTER TABLE participants ADD COLUMN came_at ${TIME};
CREATE INDEX participants_came_at_idx ON participants (came_at) WHERE came_at IS NOT NULL;

-- +goose Down
DROP INDEX participants_came_at_idx;
ALTER TABLE participants DROP COLUMN came_at;
