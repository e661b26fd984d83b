-- +goose Up
CREATE TABLE problems (
    id                 TEXT PRIMARY KEY,
    organization_id    TEXT NOT NULL,
    title              TEXT NOT NULL,
    slug               TEXT NOT NULL,
    difficulty         TEXT NOT NULL,
    tags               TEXT NOT NULL,
    statement          TEXT NOT NULL,
    cpu_time_ms        BIGINT NOT NULL,
    memory_kb          BIGINT NOT NULL,
    output_kb          BIGINT NOT NULL,
    language_factors   BOOLEAN NOT NULL,
    comparison         ${JSON} NOT NULL,
    languages          ${JSON} NOT NULL,
    starters           ${JSON} NOT NULL,
    revision           BIGINT NOT NULL,
    verified_revision  BIGINT NOT NULL,
    published_revision BIGINT NOT NULL,
    published_number   BIGINT NOT NULL,
    created_by         TEXT NOT NULL,
    created_at         ${TIME} NOT NULL,
    updated_at         ${TIME} NOT NULL,
    CONSTRAINT problems_organization_id_title_key UNIQUE (organization_id, title),
    CONSTRAINT problems_organization_id_slug_key UNIQUE (organization_id, slug)
);

CREATE TABLE test_groups (
    id              TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL,
    problem_id      TEXT NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
    name            TEXT NOT NULL,
    sample          BOOLEAN NOT NULL,
    points          DOUBLE PRECISION NOT NULL,
    position        BIGINT NOT NULL,
    revision        BIGINT NOT NULL,
    CONSTRAINT test_groups_problem_id_name_key UNIQUE (problem_id, name)
);

CREATE TABLE tests (
    id              TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL,
    problem_id      TEXT NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
    group_id        TEXT NOT NULL REFERENCES test_groups (id) ON DELETE CASCADE,
    name            TEXT NOT NULL,
    explanation     TEXT NOT NULL,
    position        BIGINT NOT NULL,
    input_digest    TEXT NOT NULL,
    input_bytes     BIGINT NOT NULL,
    input_head      TEXT NOT NULL,
    answer_digest   TEXT NOT NULL,
    answer_bytes    BIGINT NOT NULL,
    answer_head     TEXT NOT NULL,
    revision        BIGINT NOT NULL,
    CONSTRAINT tests_group_id_name_key UNIQUE (group_id, name)
);
CREATE INDEX tests_problem_id ON tests (problem_id);

CREATE TABLE reference_solutions (
    id               TEXT PRIMARY KEY,
    organization_id  TEXT NOT NULL,
    problem_id       TEXT NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
    name             TEXT NOT NULL,
    language         TEXT NOT NULL,
    source           TEXT NOT NULL,
    expected_verdict TEXT NOT NULL,
    revision         BIGINT NOT NULL,
    CONSTRAINT reference_solutions_problem_id_name_key UNIQUE (problem_id, name)
);

CREATE TABLE verifications (
    id              TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL,
    problem_id      TEXT NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
    revision        BIGINT NOT NULL,
    state           TEXT NOT NULL,
    plan            TEXT NOT NULL,
    changes         BIGINT NOT NULL,
    created_by      TEXT NOT NULL,
    created_at      ${TIME} NOT NULL,
    started_at      ${TIME},
    finished_at     ${TIME}
);
CREATE INDEX verifications_problem_id ON verifications (problem_id, id);

CREATE TABLE verification_results (
    id              TEXT PRIMARY KEY,
    verification_id TEXT NOT NULL REFERENCES verifications (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL,
    reference_id    TEXT NOT NULL,
    position        BIGINT NOT NULL,
    name            TEXT NOT NULL,
    language        TEXT NOT NULL,
    expected        TEXT NOT NULL,
    verdict         TEXT NOT NULL,
    agrees          BOOLEAN NOT NULL,
    worst_cpu_ms    BIGINT NOT NULL,
    memory_kb       BIGINT NOT NULL,
    judgement_id    TEXT NOT NULL,
    detail          TEXT NOT NULL
);
CREATE INDEX verification_results_verification_id ON verification_results (verification_id, position);

CREATE TABLE problem_versions (
    id              TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL,
    problem_id      TEXT NOT NULL REFERENCES problems (id),
    number          BIGINT NOT NULL,
    revision        BIGINT NOT NULL,
    title           TEXT NOT NULL,
    points          DOUBLE PRECISION NOT NULL,
    plan            TEXT NOT NULL,
    content         ${JSON} NOT NULL,
    published_by    TEXT NOT NULL,
    published_at    ${TIME} NOT NULL,
    CONSTRAINT problem_versions_problem_id_number_key UNIQUE (problem_id, number)
);

-- +goose Down
DROP TABLE problem_versions;
DROP TABLE verification_results;
DROP TABLE verifications;
DROP TABLE reference_solutions;
DROP TABLE tests;
DROP TABLE test_groups;
DROP TABLE problems;
