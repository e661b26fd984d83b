-- +goose Up
ALTER TABLE problems ADD COLUMN judging ${JSON} NOT NULL DEFAULT '{}';
ALTER TABLE test_groups ADD COLUMN parent_id TEXT NOT NULL DEFAULT '';
ALTER TABLE test_groups ADD COLUMN judging ${JSON} NOT NULL DEFAULT '{}';
ALTER TABLE tests ADD COLUMN judging ${JSON} NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE tests DROP COLUMN judging;
ALTER TABLE test_groups DROP COLUMN judging;
ALTER TABLE test_groups DROP COLUMN parent_id;
ALTER TABLE problems DROP COLUMN judging;
