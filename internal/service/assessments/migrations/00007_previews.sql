-- +goose Up
-- A preview is an assessment of its own that no list shows: a copy made for the person in created_by, who is its only candidate.
ALTER TABLE assessments ADD COLUMN preview_of TEXT NOT NULL DEFAULT ''; -- the original's id
CREATE UNIQUE INDEX assessments_preview_of_created_by_key ON assessments (preview_of, created_by) WHERE preview_of <> '';

-- +goose Down
DROP INDEX assessments_preview_of_created_by_key;
ALTER TABLE assessments DROP COLUMN preview_of;
