-- +goose Up
CREATE TABLE problem_pictures (
    problem_id      TEXT NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL,
    name            TEXT NOT NULL,
    created_at      ${TIME} NOT NULL,
    CONSTRAINT problem_pictures_problem_id_name_key UNIQUE (problem_id, name)
);

-- +goose Down
DROP TABLE problem_pictures;
