-- +goose Up
CREATE INDEX judgements_later_rounds ON judgements (id) WHERE round > 1;

-- +goose Down
DROP INDEX judgements_later_rounds;
