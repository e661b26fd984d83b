-- +goose Up
CREATE TABLE interviews (
  id               TEXT PRIMARY KEY,
  organization_id  TEXT NOT NULL,
  title            TEXT NOT NULL,
  agenda           TEXT NOT NULL,
  starts_at        ${TIME} NOT NULL,
  duration_minutes INTEGER NOT NULL,
  time_zone        TEXT NOT NULL,
  state            TEXT NOT NULL,
  recorded         BOOLEAN NOT NULL,
  sequence         INTEGER NOT NULL, -- counts what changed in people's calendars (RFC 5545, 3.8.7.4)
  revision         INTEGER NOT NULL,
  created_by       TEXT NOT NULL,
  created_at       ${TIME} NOT NULL,
  started_at       ${TIME},
  ended_at         ${TIME},
  reminded_of      ${TIME} -- the start that people were reminded of; moved, it is another
);
CREATE INDEX interviews_organization_id_idx ON interviews (organization_id, starts_at, id);
CREATE INDEX interviews_starts_at_idx ON interviews (starts_at);

CREATE TABLE participants (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  interview_id    TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
  role            TEXT NOT NULL,
  name            TEXT NOT NULL,
  email           TEXT NOT NULL,
  user_id         TEXT NOT NULL, -- empty for guests, who come by link
  state           TEXT NOT NULL,
  consent         TEXT NOT NULL, -- to being recorded: empty until it was asked for
  seen_at         ${TIME},       -- last sign of life in the lobby or the room
  revision        INTEGER NOT NULL,
  created_at      ${TIME} NOT NULL,
  CONSTRAINT participants_interview_id_email_key UNIQUE (interview_id, email)
);

-- The links of guests. Each mail has one of its own, since of those before only the hash is known; a new one that was asked for ends the others.
CREATE TABLE links (
  token_hash     TEXT PRIMARY KEY,
  participant_id TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE
);
CREATE INDEX links_participant_id_idx ON links (participant_id);

-- Which of an interview's guests a session is.
CREATE TABLE guests (
  session_id     TEXT PRIMARY KEY,
  participant_id TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE
);
CREATE INDEX guests_participant_id_idx ON guests (participant_id);
