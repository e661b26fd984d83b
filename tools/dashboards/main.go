// Command dashboards writes Grafana's dashboards into a folder: what they show stands in boards.go, how Grafana is told in grafana.go.
//
//	go -C tools run ./dashboards ../deploy/monitoring/dashboards
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "dashboards: name the folder to write to")
		os.Exit(2)
	}
	if err := write(os.Args[1], "../docs/openapi.json"); err != nil {
		fmt.Fprintln(os.Stderr, "dashboards:", err)
		os.Exit(1)
	}
}

func write(folder, document string) error {
	routes, err := routesOf(document)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, b := range boards(routes) {
		var out bytes.Buffer
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", " ")
		if err := encoder.Encode(b.grafana()); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, b.name+".json"), out.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// services are who serves what has a tag in the API's document.
var services = map[string]string{
	"Sessions": "auth", "People": "auth", "problems": "problems", "execution": "execution", "interviews": "interviews",
	"Operations":  "", // of whoever serves the web app
	"assessments": "assessments", "attempts": "assessments", "answers": "assessments", "documents": "assessments", "invitations": "assessments", "submissions": "assessments",
}

// routesOf answers, for each service, the expression that matches the routes it serves.
func routesOf(document string) (map[string]string, error) {
	text, err := os.ReadFile(document)
	if err != nil {
		return nil, err
	}
	var api struct {
		Paths map[string]map[string]struct {
			Tags []string `json:"tags"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(text, &api); err != nil {
		return nil, fmt.Errorf("%s: %w", document, err)
	}
	found := map[string][]string{}
	for path, operations := range api.Paths {
		for _, operation := range operations {
			for _, tag := range operation.Tags {
				service, known := services[tag]
				if service == "" && known {
					continue
				}
				if !known {
					return nil, fmt.Errorf("%s has the tag %q, which is no service's: say whose in main.go", document, tag)
				}
				if steps := strings.Split(path, "/"); steps[1] == "v1" {
					found[service] = append(found[service], steps[2])
				}
			}
		}
	}
	routes := map[string]string{}
	for service, all := range found {
		slices.Sort(all)
		routes[service] = ".+ /v1/(" + strings.Join(slices.Compact(all), "|") + ")(/.*)?"
	}
	return routes, nil
}
