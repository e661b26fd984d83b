-- +goose Up
-- Why an invitation lets nobody in any more, for who opens its link later.
CREATE TABLE ended_member_invitations (
    token_hash TEXT PRIMARY KEY,
    reason     TEXT NOT NULL, -- used, withdrawn, replaced
    ended_at   ${TIME} NOT NULL
);

-- +goose Down
DROP TABLE ended_member_invitations;
