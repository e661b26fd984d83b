-- +goose Up
-- Judging again: of one judgement's subject, or of all submissions of an assessment or of a problem's version.
CREATE TABLE rejudgings (
    id                 TEXT PRIMARY KEY,
    organization_id    TEXT NOT NULL,
    judgement_id       TEXT NOT NULL,
    assessment_id      TEXT NOT NULL,
    problem_version_id TEXT NOT NULL,
    prepared           BIGINT NOT NULL, -- 1 when every round was queued
    place              TEXT NOT NULL, -- the last judgement that was looked at
    created_by         TEXT NOT NULL,
    created_at         ${TIME} NOT NULL
);
CREATE INDEX rejudgings_organization ON rejudgings (organization_id, id);
CREATE INDEX rejudgings_unprepared ON rejudgings (id) WHERE prepared = 0;

-- +goose Down
DROP TABLE rejudgings;
