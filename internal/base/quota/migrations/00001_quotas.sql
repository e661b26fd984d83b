-- +goose Up
-- What was used of a quota in the window from begins_at to ends_at.
CREATE TABLE quotas (
    subject_kind TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    quota        TEXT NOT NULL,
    begins_at    ${TIME} NOT NULL,
    ends_at      ${TIME} NOT NULL,
    used         BIGINT NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, quota, begins_at)
);
CREATE INDEX quotas_ends_at ON quotas (ends_at);

-- +goose Down
DROP TABLE quotas;
