-- +goose Up
-- The whiteboard of an interview. A row is made with the first drawing; who draws holds it.
CREATE TABLE boards (
  interview_id    TEXT PRIMARY KEY REFERENCES interviews (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  last_number     INTEGER NOT NULL, -- of its drawings
  alive           INTEGER NOT NULL, -- elements that are not deleted,
  bytes           BIGINT NOT NULL,  -- and theirs
  log_bytes       BIGINT NOT NULL   -- of all drawings
);

-- What is on it now, and that something was deleted.
CREATE TABLE board_elements (
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL,
  element_id      TEXT NOT NULL,
  version         BIGINT NOT NULL,
  nonce           BIGINT NOT NULL,
  deleted         BOOLEAN NOT NULL,
  body            TEXT NOT NULL,
  number          INTEGER NOT NULL, -- of the drawing that it is of
  PRIMARY KEY (interview_id, element_id)
);

-- The log.
CREATE TABLE drawings (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  number          INTEGER NOT NULL,
  at              ${TIME} NOT NULL,
  participant_id  TEXT NOT NULL,
  elements        TEXT NOT NULL, -- JSON, as it came
  CONSTRAINT drawings_interview_id_number_key UNIQUE (interview_id, number)
);

-- +goose Down
DROP TABLE drawings; DROP TABLE board_elements; DROP TABLE boards;
