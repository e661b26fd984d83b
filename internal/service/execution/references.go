package execution

import "github.com/codecraft-hq/codecraft/internal/base/collect"

// references are all columns that may name a blob: what stands in none of them is collected.
//
// any organization: blobs are of none, and the collector asks after all.
var references = []collect.Columns{
	{Name: "judgements", Query: `SELECT id AS place, CAST(job AS TEXT) || ' ' || details AS named FROM judgements WHERE id > $1 ORDER BY id LIMIT $2`},
	{Name: "judgements.plan", Query: `SELECT id AS place, COALESCE(job -> 'request' ->> 'plan', '') AS named FROM judgements WHERE id > $1 ORDER BY id LIMIT $2`, Plans: true},
	collect.Outbox,
}
