-- +goose Up
-- Asked for by anybody, for any address, as password resets are: a worker looks whether there is an account already.
CREATE TABLE registration_requests (
    id         TEXT PRIMARY KEY,
    email      TEXT NOT NULL,
    created_at ${TIME} NOT NULL,
    CONSTRAINT registration_requests_email_key UNIQUE (email)
);

-- What was mailed. Who has a link has the mailbox: with it an account is made. Of an address that has one already, the
-- mail said so, and the token of its row was handed to nobody.
CREATE TABLE registrations (
    id         TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL,
    email      TEXT NOT NULL,
    created_at ${TIME} NOT NULL,
    expires_at ${TIME} NOT NULL,
    CONSTRAINT registrations_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX registrations_email_idx ON registrations (email);

-- +goose Down
DROP TABLE registrations;
DROP TABLE registration_requests;
