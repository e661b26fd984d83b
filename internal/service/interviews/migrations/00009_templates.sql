-- +goose Up
-- What interviews are made of again and again.
CREATE TABLE templates (
  id               TEXT PRIMARY KEY,
  organization_id  TEXT NOT NULL,
  name             TEXT NOT NULL,
  agenda           TEXT NOT NULL,
  duration_minutes INTEGER NOT NULL,
  recorded         BOOLEAN NOT NULL,
  rubric           ${JSON} NOT NULL, -- empty: the standard one
  problems         ${JSON} NOT NULL, -- their ids, in order
  revision         INTEGER NOT NULL,
  updated_at       ${TIME} NOT NULL,
  CONSTRAINT templates_organization_id_name_key UNIQUE (organization_id, name)
);

-- +goose Down
DROP TABLE templates;
