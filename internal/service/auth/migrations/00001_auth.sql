-- +goose Up
CREATE TABLE organizations (
    id              TEXT PRIMARY KEY,
    name            TEXT NOT NULL,
    revision        INTEGER NOT NULL DEFAULT 1,
    members_changed INTEGER NOT NULL DEFAULT 0, -- counted up to lock the organization while its owners are counted
    created_at      ${TIME} NOT NULL
);

CREATE TABLE users (
    id                TEXT PRIMARY KEY,
    email             TEXT NOT NULL, -- normalised
    name              TEXT NOT NULL,
    password_hash     TEXT NOT NULL, -- PHC string
    last_organization TEXT NOT NULL DEFAULT '', -- where the next sign-in goes
    revision          INTEGER NOT NULL DEFAULT 1,
    created_at        ${TIME} NOT NULL,
    CONSTRAINT users_email_key UNIQUE (email)
);

CREATE TABLE memberships (
    id              TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    user_id         TEXT NOT NULL REFERENCES users (id),
    role            TEXT NOT NULL,
    revision        INTEGER NOT NULL DEFAULT 1,
    created_at      ${TIME} NOT NULL,
    CONSTRAINT memberships_organization_id_user_id_key UNIQUE (organization_id, user_id)
);
CREATE INDEX memberships_user_id_idx ON memberships (user_id);

CREATE TABLE member_invitations (
    id              TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    email           TEXT NOT NULL,
    role            TEXT NOT NULL,
    token_hash      TEXT NOT NULL,
    invited_by      TEXT NOT NULL REFERENCES users (id),
    created_at      ${TIME} NOT NULL,
    expires_at      ${TIME} NOT NULL,
    CONSTRAINT member_invitations_token_hash_key UNIQUE (token_hash),
    CONSTRAINT member_invitations_organization_id_email_key UNIQUE (organization_id, email)
);

CREATE TABLE sessions (
    id              TEXT PRIMARY KEY,
    kind            TEXT NOT NULL, -- member, candidate
    user_id         TEXT REFERENCES users (id),
    organization_id TEXT NOT NULL, -- not ours to check for a candidate
    attempt_id      TEXT NOT NULL DEFAULT '',
    name            TEXT NOT NULL DEFAULT '', -- a candidate's; a member's is in users
    email           TEXT NOT NULL DEFAULT '',
    device          TEXT NOT NULL, -- the User-Agent, shown to its owner
    created_at      ${TIME} NOT NULL,
    used_at         ${TIME} NOT NULL,
    expires_at      ${TIME} NOT NULL, -- no refresh reaches beyond
    ended_at        ${TIME},
    end_reason      TEXT NOT NULL DEFAULT '' -- logout, revoked, reuse, password, membership
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);

-- A session's refresh tokens are a chain; the last one is unspent.
CREATE TABLE refresh_tokens (
    hash         TEXT PRIMARY KEY,
    session_id   TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    salt         TEXT NOT NULL, -- successor = HMAC(token, salt): whoever replays the token gets the same one
    created_at   ${TIME} NOT NULL,
    expires_at   ${TIME} NOT NULL,
    spent_at     ${TIME},
    spent_device TEXT NOT NULL DEFAULT '' -- hash of the User-Agent that spent it
);
CREATE INDEX refresh_tokens_session_id_idx ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_expires_at_idx ON refresh_tokens (expires_at);

CREATE TABLE signing_keys (
    id          TEXT PRIMARY KEY, -- the kid
    generation  INTEGER NOT NULL,
    private_key ${BLOB} NOT NULL, -- PKCS #8
    created_at  ${TIME} NOT NULL, -- published from then on
    signs_from  ${TIME} NOT NULL,
    CONSTRAINT signing_keys_generation_key UNIQUE (generation)
);

CREATE TABLE setup_tokens (
    token_hash TEXT PRIMARY KEY,
    created_at ${TIME} NOT NULL
);

-- Asked for by anybody, for any address: a worker looks whether there is such an account, so that
-- the answer takes the same time either way.
CREATE TABLE password_reset_requests (
    id         TEXT PRIMARY KEY,
    email      TEXT NOT NULL,
    created_at ${TIME} NOT NULL,
    CONSTRAINT password_reset_requests_email_key UNIQUE (email)
);

CREATE TABLE password_resets (
    token_hash TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at ${TIME} NOT NULL,
    expires_at ${TIME} NOT NULL,
    used       INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX password_resets_user_id_idx ON password_resets (user_id);

-- Times here are Unix milliseconds, so that the delay is computed inside the one statement that counts.
CREATE TABLE login_failures (
    key        TEXT PRIMARY KEY, -- hash of account and network
    failures   BIGINT NOT NULL,
    failed_ms  BIGINT NOT NULL,
    blocked_ms BIGINT NOT NULL
);
CREATE INDEX login_failures_failed_ms_idx ON login_failures (failed_ms);

-- Append-only: nothing in the service updates or deletes a row.
CREATE TABLE audit_entries (
    id              TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL DEFAULT '',
    user_id         TEXT NOT NULL DEFAULT '', -- who did it; empty: nobody was signed in
    action          TEXT NOT NULL,
    subject_id      TEXT NOT NULL DEFAULT '', -- to whom or what
    data            ${JSON} NOT NULL,
    created_at      ${TIME} NOT NULL
);
CREATE INDEX audit_entries_organization_id_id_idx ON audit_entries (organization_id, id);
