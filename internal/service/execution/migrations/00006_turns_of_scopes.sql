-- +goose Up
-- Within an organization those of one scope, an attempt or a problem that is verified, take turns with those of others.
ALTER TABLE judgements ADD COLUMN scope TEXT NOT NULL DEFAULT '';
ALTER TABLE judgements ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;
CREATE INDEX judgements_unfinished_scope ON judgements (organization_id, scope, turn) WHERE state <> 'finished' AND scope <> '';
CREATE INDEX judgements_waiting_turn ON judgements (organization_id, priority, turn, id) WHERE state = 'queued' AND sent = 0;
DROP INDEX judgements_waiting;

-- +goose Down
CREATE INDEX judgements_waiting ON judgements (organization_id, priority, id) WHERE state = 'queued' AND sent = 0;
DROP INDEX judgements_waiting_turn;
DROP INDEX judgements_unfinished_scope;
ALTER TABLE judgements DROP COLUMN turn;
ALTER TABLE judgements DROP COLUMN scope;
