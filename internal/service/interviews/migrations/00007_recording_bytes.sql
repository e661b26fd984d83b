-- +goose Up
ALTER TABLE recordings ADD COLUMN bytes BIGINT; -- of its files; NULL: stored by a release that did not count them
CREATE INDEX recordings_organization_id_bytes_idx ON recordings (organization_id, bytes);

-- +goose Down
DROP INDEX recordings_organization_id_bytes_idx;
ALTER TABLE recordings DROP COLUMN bytes;
