-- +goose Up
CREATE TABLE idempotency (
    scope       TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    done        BOOLEAN NOT NULL,
    status      INTEGER NOT NULL,
    header      ${JSON} NOT NULL,
    body        ${BLOB},
    expires_at  ${TIME} NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_expires_at ON idempotency (expires_at);

-- +goose Down
DROP TABLE idempotency;
