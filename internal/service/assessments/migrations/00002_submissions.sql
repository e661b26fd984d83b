-- +goose Up
-- Submissions that wait are few among all there ever were, and are looked after again and again.
CREATE INDEX submissions_queued_idx ON submissions (id) WHERE state = 'queued';
-- What a client calls its request: a submission sent again under the same Idempotency-Key is the same one, whatever has died in between.
ALTER TABLE submissions ADD COLUMN request_key TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX submissions_attempt_id_request_key_key ON submissions (attempt_id, request_key) WHERE request_key <> '';

-- +goose Down
DROP INDEX submissions_attempt_id_request_key_key;
ALTER TABLE submissions DROP COLUMN request_key;
DROP INDEX submissions_queued_idx;
