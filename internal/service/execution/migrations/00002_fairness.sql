-- +goose Up
-- A judgement waits here (sent = 0) until it is its organization's turn; then its job is in the queue.
ALTER TABLE judgements ADD COLUMN priority BIGINT NOT NULL DEFAULT 0;
ALTER TABLE judgements ADD COLUMN assessment_id TEXT NOT NULL DEFAULT '';
ALTER TABLE judgements ADD COLUMN problem_version_id TEXT NOT NULL DEFAULT '';
ALTER TABLE judgements ADD COLUMN rejudging_id TEXT NOT NULL DEFAULT '';
-- Who has cancelled it; its state is 'finished' then, which is also what an older replica understands.
ALTER TABLE judgements ADD COLUMN cancelled_by TEXT NOT NULL DEFAULT '';

CREATE INDEX judgements_waiting ON judgements (organization_id, priority, id) WHERE state = 'queued' AND sent = 0;
CREATE INDEX judgements_released ON judgements (organization_id) WHERE state <> 'finished' AND sent > 0;
CREATE INDEX judgements_assessment ON judgements (organization_id, assessment_id, id) WHERE assessment_id <> '';
CREATE INDEX judgements_problem_version ON judgements (organization_id, problem_version_id, id) WHERE problem_version_id <> '';
CREATE INDEX judgements_rejudging ON judgements (rejudging_id, id) WHERE rejudging_id <> '';

-- When each organization had its last turn. The row without a name counts the turns: whoever gives turns locks it.
CREATE TABLE turns (
    organization_id TEXT PRIMARY KEY,
    turn            BIGINT NOT NULL
);
INSERT INTO turns (organization_id, turn) VALUES ('', 0);

-- +goose Down
DROP TABLE turns;
DROP INDEX judgements_rejudging;
DROP INDEX judgements_problem_version;
DROP INDEX judgements_assessment;
DROP INDEX judgements_released;
DROP INDEX judgements_waiting;
ALTER TABLE judgements DROP COLUMN cancelled_by;
ALTER TABLE judgements DROP COLUMN rejudging_id;
ALTER TABLE judgements DROP COLUMN problem_version_id;
ALTER TABLE judgements DROP COLUMN assessment_id;
ALTER TABLE judgements DROP COLUMN priority;
