package interviews

import "github.com/codecraft-hq/codecraft/internal/base/collect"

// references are all columns that may name a blob: what stands in none of them is collected.
//
// any organization: blobs are of none, and the collector asks after all.
var references = []collect.Columns{
	{Name: "recordings", Query: `SELECT id AS place, CAST(files AS TEXT) AS named FROM recordings WHERE id > $1 ORDER BY id LIMIT $2`},
	{Name: "clips", Query: `SELECT id AS place, CAST(pieces AS TEXT) AS named FROM clips WHERE id > $1 ORDER BY id LIMIT $2`},
	collect.Outbox,
}
