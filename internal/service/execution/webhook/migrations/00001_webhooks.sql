-- +goose Up
CREATE TABLE webhooks (
    id               TEXT PRIMARY KEY,
    organization_id  TEXT NOT NULL,
    url              TEXT NOT NULL,
    description      TEXT NOT NULL,
    events           ${JSON} NOT NULL,
    status           TEXT NOT NULL,
    reason           TEXT NOT NULL,
    secret           TEXT NOT NULL,
    old_secret       TEXT NOT NULL,
    old_secret_until ${TIME},
    failing_since    ${TIME},
    created_by       TEXT NOT NULL,
    created_at       ${TIME} NOT NULL,
    updated_at       ${TIME} NOT NULL
);
CREATE INDEX webhooks_organization ON webhooks (organization_id, id);

CREATE TABLE webhook_deliveries (
    id              TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL,
    webhook_id      TEXT NOT NULL,
    event           TEXT NOT NULL,
    body            TEXT NOT NULL,
    status          TEXT NOT NULL,
    attempts        ${JSON} NOT NULL,
    tries           BIGINT NOT NULL, -- in all; the sender of one of them writes what came of it only while it is the last
    tries_before    BIGINT NOT NULL, -- those before it was sent anew
    next_at         ${TIME} NOT NULL,
    leased_until    ${TIME} NOT NULL,
    created_at      ${TIME} NOT NULL,
    finished_at     ${TIME}
);
CREATE INDEX webhook_deliveries_organization ON webhook_deliveries (organization_id, id);
CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (webhook_id, next_at, id) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_created_at ON webhook_deliveries (created_at);

-- +goose Down
DROP TABLE webhook_deliveries;
DROP TABLE webhooks;
