package problems

import "github.com/codecraft-hq/codecraft/internal/base/collect"

// references are all columns that may name a blob: what stands in none of them is collected.
//
// any organization: blobs are of none, and the collector asks after all.
var references = []collect.Columns{
	{Name: "problems", Query: `SELECT id AS place, statement || ' ' || CAST(judging AS TEXT) AS named FROM problems WHERE id > $1 ORDER BY id LIMIT $2`},
	{Name: "problem_pictures", Query: `SELECT p.id AS place, COALESCE(x.name, '') AS named
		FROM (SELECT id FROM problems WHERE id > $1 ORDER BY id LIMIT $2) AS p LEFT JOIN problem_pictures x ON x.problem_id = p.id ORDER BY p.id`},
	{Name: "problem_blobs", Query: `SELECT p.id AS place, COALESCE(x.digest, '') AS named
		FROM (SELECT id FROM problems WHERE id > $1 ORDER BY id LIMIT $2) AS p LEFT JOIN problem_blobs x ON x.problem_id = p.id ORDER BY p.id`},
	{Name: "test_groups", Query: `SELECT id AS place, CAST(judging AS TEXT) AS named FROM test_groups WHERE id > $1 ORDER BY id LIMIT $2`},
	{Name: "tests", Query: `SELECT id AS place, input_digest || ' ' || answer_digest || ' ' || explanation || ' ' || CAST(judging AS TEXT) AS named
		FROM tests WHERE id > $1 ORDER BY id LIMIT $2`},
	{Name: "problem_versions", Query: `SELECT id AS place, CAST(content AS TEXT) AS named FROM problem_versions WHERE id > $1 ORDER BY id LIMIT $2`},
	{Name: "problem_versions.plan", Query: `SELECT id AS place, plan AS named FROM problem_versions WHERE id > $1 ORDER BY id LIMIT $2`, Plans: true},
	{Name: "verifications.plan", Query: `SELECT id AS place, plan AS named FROM verifications WHERE id > $1 ORDER BY id LIMIT $2`, Plans: true},
	{Name: "verification_results", Query: `SELECT id AS place, source AS named FROM verification_results WHERE id > $1 ORDER BY id LIMIT $2`},
	collect.Outbox,
}
