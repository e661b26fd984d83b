-- +goose Up
CREATE TABLE judgements (
    id              TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL,
    subject_kind    TEXT NOT NULL,
    subject_id      TEXT NOT NULL,
    round           BIGINT NOT NULL,
    state           TEXT NOT NULL,
    language        TEXT NOT NULL,
    job             ${JSON} NOT NULL,
    sent            BIGINT NOT NULL,
    sent_at         ${TIME} NOT NULL,
    verdict         TEXT NOT NULL,
    score           DOUBLE PRECISION NOT NULL,
    max_score       DOUBLE PRECISION NOT NULL,
    outcome         ${JSON},
    details         TEXT NOT NULL,
    queued_at       ${TIME} NOT NULL,
    started_at      ${TIME},
    finished_at     ${TIME},
    CONSTRAINT judgements_organization_id_subject_kind_subject_id_round_key
        UNIQUE (organization_id, subject_kind, subject_id, round)
);
CREATE INDEX judgements_unfinished ON judgements (sent_at) WHERE state <> 'finished';

-- +goose Down
DROP TABLE judgements;
