-- +goose Up
-- Which blobs a problem needs, and how large they are. Those that stay are given back with the problem alone: a version or a
-- text may show them. Of what was kept before this, only the drafts' tests are counted: nobody noted how large the rest is.
CREATE TABLE problem_blobs (
    problem_id      TEXT NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL,
    digest          TEXT NOT NULL,
    bytes           BIGINT NOT NULL,
    stays           BOOLEAN NOT NULL,
    PRIMARY KEY (problem_id, digest)
);
CREATE INDEX problem_blobs_organization_id ON problem_blobs (organization_id, digest, bytes);

INSERT INTO problem_blobs (problem_id, organization_id, digest, bytes, stays)
SELECT t.problem_id, t.organization_id, t.input_digest, t.input_bytes, p.published_number > 0 FROM tests t JOIN problems p ON p.id = t.problem_id
UNION
SELECT t.problem_id, t.organization_id, t.answer_digest, t.answer_bytes, p.published_number > 0 FROM tests t JOIN problems p ON p.id = t.problem_id;

-- Who adds to what an organization keeps changes its row first, so that two do not both take the last of it.
CREATE TABLE organization_spaces (
    organization_id TEXT PRIMARY KEY,
    changes         BIGINT NOT NULL
);

-- +goose Down
DROP TABLE organization_spaces;
DROP TABLE problem_blobs;
