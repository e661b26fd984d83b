-- +goose Up
-- What the board shows beside the work: the answer before the candidate, since when they are away, and how often what was noted.
ALTER TABLE attempts ADD COLUMN working_on TEXT NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN away_since ${TIME};
ALTER TABLE attempts ADD COLUMN absences INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN away_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN pastes INTEGER NOT NULL DEFAULT 0; -- of text from elsewhere

-- +goose Down
ALTER TABLE attempts DROP COLUMN pastes;
ALTER TABLE attempts DROP COLUMN away_ms;
ALTER TABLE attempts DROP COLUMN absences;
ALTER TABLE attempts DROP COLUMN away_since;
ALTER TABLE attempts DROP COLUMN working_on;
