package assessments

import "github.com/codecraft-hq/codecraft/internal/base/collect"

// references are all columns that may name a blob: what stands in none of them is collected. Of what happens in attempts runs alone do.
//
// any organization: blobs are of none, and the collector asks after all.
var references = []collect.Columns{
	{Name: "submissions", Query: `SELECT id AS place, source AS named FROM submissions WHERE id > $1 ORDER BY id LIMIT $2`},
	{Name: "activities", Query: `SELECT a.id AS place, COALESCE(CAST(x.data AS TEXT), '') AS named
		FROM (SELECT id FROM attempts WHERE id > $1 ORDER BY id LIMIT $2) AS a
		LEFT JOIN activities x ON x.attempt_id = a.id AND x.kind = 'run' ORDER BY a.id`},
	{Name: "pinned_versions", Query: `SELECT k.place, CAST(p.content AS TEXT) AS named FROM ` + pinnedPlaces},
	{Name: "pinned_versions.plan", Query: `SELECT k.place, COALESCE(p.content ->> 'plan', '') AS named FROM ` + pinnedPlaces, Plans: true},
	collect.Outbox,
}

// pinnedPlaces are the next of a table whose key has two columns.
const pinnedPlaces = `(SELECT organization_id, version_id, organization_id || version_id AS place FROM pinned_versions
		WHERE organization_id || version_id > $1 ORDER BY organization_id || version_id LIMIT $2) AS k
	JOIN pinned_versions p ON p.organization_id = k.organization_id AND p.version_id = k.version_id ORDER BY k.place`
