-- +goose Up
-- What proves who somebody is stands apart from who they are: an account may have a password, and other credentials
-- beside it.
--
-- The column users.password_hash stays for one release, for a binary of the one before, which may run beside this one
-- or come back: it knows the column alone. Whoever sets a password writes both, so where the two differ such a binary
-- has written the column since, and it is right. The next release copies what differs once more and drops the column.
CREATE TABLE passwords (
    user_id    TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    hash       TEXT NOT NULL, -- PHC string
    changed_at ${TIME} NOT NULL -- of those that were moved here: when the account was made
);
INSERT INTO passwords (user_id, hash, changed_at) SELECT id, password_hash, created_at FROM users WHERE password_hash <> '';

-- +goose Down
DROP TABLE passwords;
