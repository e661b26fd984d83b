-- +goose Up
-- An attempt that ended before documents had closed_at: its documents are closed like those of all that ended since, so that
-- closed_at alone says whether a document takes edits.
UPDATE documents SET closed_at = (SELECT COALESCE(a.finished_at, a.last_activity_at) FROM attempts a WHERE a.id = documents.attempt_id)
WHERE closed_at IS NULL AND attempt_id IN (SELECT id FROM attempts WHERE state = 'finished');

-- +goose Down
SELECT 1;
