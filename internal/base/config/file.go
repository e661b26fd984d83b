package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// File reads a YAML file whose keys are flag names ("public-url: https://...") and answers them to kong,
// below flags and environment. An unknown key fails, naming the nearest known one. A scalar is taken as it is
// written, so that a password of digits stays itself; lists and maps are one level deep.
func File(path string) (kong.Resolver, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("configuration file: %w", err)
	}
	nodes := map[string]ast.Node{}
	if err := yaml.Unmarshal(content, &nodes); err != nil {
		return nil, fmt.Errorf("configuration file %s: %w", path, err)
	}
	f := &file{path, map[string]string{}, map[string]bool{}}
	for key, node := range nodes {
		f.keys[key] = true
		if node == nil || node.Type() == ast.NullType {
			continue // "key:" says nothing
		}
		if f.values[key], err = value(node); err != nil {
			return nil, fmt.Errorf("configuration file %s: %s: %w", path, key, err)
		}
	}
	return f, nil
}

type file struct {
	path   string
	values map[string]string // as a flag would have them
	keys   map[string]bool
}

// value is a node in the form a flag takes.
func value(node ast.Node) (string, error) {
	switch n := node.(type) {
	case *ast.SequenceNode:
		words := make([]string, len(n.Values))
		for i, x := range n.Values {
			word, err := scalar(x)
			if err != nil {
				return "", err
			}
			words[i] = word
		}
		return kong.JoinEscaped(words, ','), nil
	case ast.MapNode:
		var pairs []string
		for all := n.MapRange(); all.Next(); {
			word, err := scalar(all.Value())
			if err != nil {
				return "", err
			}
			pairs = append(pairs, all.Key().GetToken().Value+"="+word)
		}
		return kong.JoinEscaped(pairs, ';'), nil
	}
	return scalar(node)
}

func scalar(node ast.Node) (string, error) {
	switch n := node.(type) {
	case *ast.LiteralNode: // a block of lines
		return n.Value.Value, nil
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, nil
	}
	return "", errors.New("write the value itself: a word, a list of words, or a map of words")
}

// Validate is called by kong once all flags are known.
func (f *file) Validate(app *kong.Application) error {
	var known []string
	_ = kong.Visit(app, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			known = append(known, flag.Name)
		}
		return next(nil)
	})
	for _, key := range slices.Sorted(maps.Keys(f.keys)) {
		if !slices.Contains(known, key) {
			return fmt.Errorf("configuration file %s: unknown key %q%s", f.path, key, DidYouMean(key, known))
		}
	}
	return nil
}

// Resolve answers one flag, unless the environment has it.
func (f *file) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return nil, nil
		}
	}
	if v, ok := f.values[flag.Name]; ok {
		return v, nil
	}
	return nil, nil
}
