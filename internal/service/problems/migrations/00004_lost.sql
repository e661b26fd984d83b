-- +goose Up
ALTER TABLE verification_results ADD COLUMN source TEXT NOT NULL DEFAULT '';
CREATE INDEX verification_results_unjudged ON verification_results (id) WHERE verdict = '';

-- +goose Down
DROP INDEX verification_results_unjudged;
ALTER TABLE verification_results DROP COLUMN source;
