-- +goose Up
CREATE TABLE outbox (
    id         ${SERIAL},
    subject    TEXT NOT NULL,
    message_id TEXT NOT NULL,
    body       TEXT NOT NULL, -- JSON as text: JSONB would not give back what was put in
    request_id TEXT NOT NULL,
    created_at ${TIME} NOT NULL,
    CONSTRAINT outbox_message_id_key UNIQUE (message_id)
);

-- +goose Down
DROP TABLE outbox;
