-- +goose Up
ALTER TABLE assessments ADD COLUMN archived BOOLEAN NOT NULL DEFAULT FALSE;
-- Links that were made after an invitation's first one, whose hash is in its own row. All of them open the same attempt.
CREATE TABLE invitation_links (
  token_hash      TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  invitation_id   TEXT NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
  mailed          BOOLEAN NOT NULL,
  created_by      TEXT NOT NULL,
  created_at      ${TIME} NOT NULL
);
CREATE INDEX invitation_links_invitation_id_idx ON invitation_links (invitation_id, created_at);

-- +goose Down
DROP TABLE invitation_links;
ALTER TABLE assessments DROP COLUMN archived;
