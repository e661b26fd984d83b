-- +goose Up
ALTER TABLE verification_results ADD COLUMN decided ${JSON} NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE verification_results DROP COLUMN decided;
