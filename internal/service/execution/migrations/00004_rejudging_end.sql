-- +goose Up
ALTER TABLE rejudgings ADD COLUMN ended_at ${TIME};
UPDATE rejudgings SET ended_at = created_at WHERE prepared = 1
    AND NOT EXISTS (SELECT 1 FROM judgements WHERE rejudging_id = rejudgings.id AND state <> 'finished');
CREATE INDEX rejudgings_unended ON rejudgings (id) WHERE prepared = 1 AND ended_at IS NULL;

-- +goose Down
DROP INDEX rejudgings_unended;
ALTER TABLE rejudgings DROP COLUMN ended_at;
