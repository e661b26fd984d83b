package jsonapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/schema"
)

type tree = map[string]any

// Merge joins the OpenAPI documents of several services, each with its name, into one: equal components
// stand once, unequal ones of one name are told apart by their service's, and no path is served twice.
func Merge(names []string, docs [][]byte) ([]byte, error) {
	out := tree{}
	operations := map[string]bool{}
	for i, raw := range docs {
		var doc tree
		if err := json.Unmarshal(raw, &doc); err != nil {
			return nil, fmt.Errorf("%s: %w", names[i], err)
		}
		if i == 0 {
			for key, value := range doc {
				if key != "paths" && key != "components" {
					out[key] = value
				}
			}
		}
		mergeComponents(branch(out, "components"), doc, names[i])
		if err := mergePaths(branch(out, "paths"), doc, names[i], operations); err != nil {
			return nil, err
		}
	}
	return json.MarshalIndent(out, "", "  ")
}

// mergeComponents moves doc's components over, renaming in doc those whose name stands for something else.
func mergeComponents(out, doc tree, service string) {
	components := branch(doc, "components")
	renamed := map[string]string{}
	for kind := range components {
		for name, component := range branch(components, kind) {
			if have, ok := branch(out, kind)[name]; ok && !reflect.DeepEqual(have, component) {
				renamed["#/components/"+kind+"/"+name] = "#/components/" + kind + "/" + schema.Pascal(service) + name
			}
		}
	}
	rename(doc, renamed)
	for kind := range components {
		for _, name := range slices.Sorted(maps.Keys(branch(components, kind))) {
			to := name
			if ref := renamed["#/components/"+kind+"/"+name]; ref != "" {
				to = ref[strings.LastIndexByte(ref, '/')+1:]
			}
			branch(out, kind)[to] = branch(components, kind)[name]
		}
	}
}

func mergePaths(out, doc tree, service string, operations map[string]bool) error {
	for path, item := range branch(doc, "paths") {
		if _, twice := out[path]; twice {
			return fmt.Errorf("%s: the path %s is served by another service too", service, path)
		}
		out[path] = item
		methods, _ := item.(tree)
		for _, method := range slices.Sorted(maps.Keys(methods)) {
			op, ok := methods[method].(tree)
			if !ok {
				continue
			}
			id, _ := op["operationId"].(string)
			if operations[id] {
				return fmt.Errorf("%s: the operation %s has the name of another", service, id)
			}
			operations[id] = true
		}
	}
	return nil
}

// rename replaces references everywhere below v.
func rename(v any, renamed map[string]string) {
	switch v := v.(type) {
	case tree:
		if ref, ok := v["$ref"].(string); ok && renamed[ref] != "" {
			v["$ref"] = renamed[ref]
		}
		for _, below := range v {
			rename(below, renamed)
		}
	case []any:
		for _, below := range v {
			rename(below, renamed)
		}
	}
}

// branch is the object under key, made when it is missing.
func branch(t tree, key string) tree {
	if b, ok := t[key].(tree); ok {
		return b
	}
	b := tree{}
	t[key] = b
	return b
}
