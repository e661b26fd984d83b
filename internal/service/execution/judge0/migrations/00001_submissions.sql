-- +goose Up
CREATE TABLE judge0_submissions (
    token          TEXT PRIMARY KEY,
    status         BIGINT NOT NULL,
    request        ${JSON} NOT NULL,
    result         ${JSON} NOT NULL,
    tries          BIGINT NOT NULL,
    leased_until   ${TIME} NOT NULL,
    created_at     ${TIME} NOT NULL,
    started_at     ${TIME},
    finished_at    ${TIME},
    callback_at    ${TIME},
    callback_tries BIGINT NOT NULL
);
CREATE INDEX judge0_submissions_unfinished ON judge0_submissions (created_at) WHERE status <= 2;
CREATE INDEX judge0_submissions_callbacks ON judge0_submissions (callback_at) WHERE callback_at IS NOT NULL;
CREATE INDEX judge0_submissions_created_at ON judge0_submissions (created_at);

-- +goose Down
DROP TABLE judge0_submissions;
