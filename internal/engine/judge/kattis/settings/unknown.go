package settings

import (
	"slices"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// EachUnknown tells of every key of a file that is not known, with its line and what it may have been meant to be; inside
// are the known keys of maps in it. The file has been decoded before.
func EachUnknown(name, text string, known []string, inside map[string][]string, tell func(line int, key, meant string)) error {
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		return problem.Fault(name, "cannot be read: %s", err)
	}
	for _, doc := range file.Docs {
		eachUnknown(doc.Body, known, inside, tell)
	}
	return nil
}

func eachUnknown(node ast.Node, known []string, inside map[string][]string, tell func(line int, key, meant string)) {
	m, ok := node.(ast.MapNode)
	if !ok {
		return
	}
	for pairs := m.MapRange(); pairs.Next(); {
		token := pairs.Key().GetToken()
		if keys, ok := inside[token.Value]; ok {
			eachUnknown(pairs.Value(), keys, nil, tell)
		}
		if !slices.Contains(known, token.Value) {
			tell(token.Position.Line, token.Value, config.DidYouMean(token.Value, known))
		}
	}
}
