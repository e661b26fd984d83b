// Command schemas writes JSON schemas of Kubernetes' objects, as kubeconform reads them, of its own OpenAPI document. They are strict: a key
// that Kubernetes does not know is an error, which it would only warn of.
//
//	go -C tools run ./schemas /path/of/swagger.json ../build/schemas
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const definitionsFile = "_definitions.json"

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "schemas: name the OpenAPI document, and the folder to write to")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "schemas:", err)
		os.Exit(1)
	}
}

type definition = map[string]any

type gvk struct{ Group, Version, Kind string }

func write(document, folder string) error {
	text, err := os.ReadFile(document)
	if err != nil {
		return err
	}
	var api struct{ Definitions map[string]definition }
	if err := json.Unmarshal(text, &api); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, d := range api.Definitions {
		for _, of := range kinds(d) {
			file := strings.ToLower(of.Kind) + "-" + strings.ToLower(of.Version) + ".json"
			if group, _, _ := strings.Cut(of.Group, "."); group != "" {
				file = strings.ToLower(of.Kind) + "-" + group + "-" + strings.ToLower(of.Version) + ".json"
			}
			top := definition{"$ref": definitionsFile + "#/definitions/" + name}
			if err := save(filepath.Join(folder, file), top); err != nil {
				return err
			}
		}
		seal(d)
	}
	for _, either := range []string{"io.k8s.apimachinery.pkg.api.resource.Quantity", "io.k8s.apimachinery.pkg.util.intstr.IntOrString"} {
		api.Definitions[either] = definition{"type": []string{"string", "number"}}
	}
	return save(filepath.Join(folder, definitionsFile), definition{"definitions": api.Definitions})
}

// kinds are what a definition is the object of.
func kinds(d definition) (all []gvk) {
	text, err := json.Marshal(d["x-kubernetes-group-version-kind"])
	if err == nil {
		_ = json.Unmarshal(text, &all) // a definition without any is a part of others
	}
	return all
}

// seal has a definition, and those inside it, take no key that they do not name. One that names none takes any.
func seal(d definition) {
	properties, named := d["properties"].(map[string]any)
	if named && d["additionalProperties"] == nil {
		d["additionalProperties"] = false
	}
	for _, p := range properties {
		if inner, ok := p.(map[string]any); ok {
			seal(inner)
		}
	}
}

func save(file string, what any) error {
	text, err := json.Marshal(what)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}
