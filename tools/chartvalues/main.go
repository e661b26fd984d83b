// Command chartvalues writes what the charts in a folder say twice: values.yaml and values.schema.json of each, of the texts in
// service/values, and the seccomp profile as a template. The settings that values may name are those of docs/configuration.md.
//
//	go -C tools run ./chartvalues ../deploy/charts
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// charts are the sections of values that each of them has.
var charts = map[string][]string{
	"auth":        {"auth"},
	"problems":    {"problems"},
	"execution":   {"execution", "worker"},
	"assessments": {"assessments"},
	"interviews":  {"interviews"},
	"web":         {"web"},
	"codecraft":   sections,
}

var sections = []string{"auth", "problems", "execution", "worker", "assessments", "interviews", "web", "allInOne"}

// whole are the keys of all services together, which no section has.
var whole = []string{"prefix"}

const mode = `# services: each in pods of its own. allInOne: everything in one pod, by the section of that name alone.
mode: services
`

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "chartvalues: name the folder of the charts")
		os.Exit(2)
	}
	if err := write(os.Args[1], "../docs/configuration.md", "../deploy/kubernetes/seccomp/execution.json"); err != nil {
		fmt.Fprintln(os.Stderr, "chartvalues:", err)
		os.Exit(1)
	}
}

func write(folder, configuration, profile string) error {
	texts := map[string]string{}
	for _, name := range append([]string{"shared"}, sections...) {
		text, err := os.ReadFile(filepath.Join(folder, "service", "values", name+".yaml"))
		if err != nil {
			return err
		}
		texts[name] = string(text)
	}
	schema, err := schemaOf(folder, configuration, texts)
	if err != nil {
		return err
	}
	for chart, has := range charts {
		values := "# Made by tools/chartvalues of ../service/values.\n"
		if chart == "codecraft" {
			values += mode
		}
		values += texts["shared"]
		for _, section := range has {
			values += "\n" + texts[section]
		}
		for file, content := range map[string]string{"values.yaml": values, "values.schema.json": schema} {
			if err := os.WriteFile(filepath.Join(folder, chart, file), []byte(content), 0o644); err != nil {
				return err
			}
		}
	}
	seccomp, err := os.ReadFile(profile)
	if err != nil {
		return err
	}
	template := "{{/* Made by tools/chartvalues of deploy/kubernetes/seccomp/execution.json. */}}\n{{- define \"service.seccomp\" -}}\n" + strings.TrimSpace(string(seccomp)) + "\n{{- end }}\n"
	return os.WriteFile(filepath.Join(folder, "service", "templates", "_seccomp.tpl"), []byte(template), 0o644)
}

// schema is one of JSON Schema; which of the fields are there is not of interest here.
type schema map[string]any

// closed is an object with these keys and no others.
func closed(properties map[string]any) schema {
	return schema{"type": "object", "additionalProperties": false, "properties": properties}
}

func reference(name string) schema { return schema{"$ref": "#/definitions/" + name} }

// schemaOf is that of every chart: a file of values for all of them is good for each. A section has the keys of its text, and those that
// are for all services.
func schemaOf(folder, configuration string, texts map[string]string) (string, error) {
	source, err := os.ReadFile(filepath.Join(folder, "service", "values", "schema.json"))
	if err != nil {
		return "", err
	}
	var known struct{ Types, Values map[string]any }
	if err := json.Unmarshal(source, &known); err != nil {
		return "", fmt.Errorf("schema.json: %w", err)
	}
	settings, err := settingsOf(configuration)
	if err != nil {
		return "", err
	}
	definitions := map[string]any{}
	for name, s := range known.Types {
		definitions[name] = s
	}
	for name, s := range known.Values {
		definitions["value-"+name] = s
	}
	definitions["value-settings"], definitions["value-secretSettings"] = settings.plain(), settings.secret()
	keys := func(names []string) (map[string]any, error) {
		properties := map[string]any{}
		for _, name := range names {
			if definitions["value-"+name] == nil {
				return nil, fmt.Errorf("the values have a key %s, which schema.json lacks", name)
			}
			properties[name] = reference("value-" + name)
		}
		return properties, nil
	}
	shared := keysOf(texts["shared"], "")
	top, err := keys(shared)
	if err != nil {
		return "", err
	}
	ofAll := slices.DeleteFunc(slices.Clone(shared), func(key string) bool { return slices.Contains(whole, key) })
	for _, name := range sections {
		own, err := keys(append(slices.Clone(ofAll), keysOf(texts[name], "  ")...))
		if err != nil {
			return "", err
		}
		top[name] = closed(own)
	}
	top["mode"] = schema{"enum": []string{"services", "allInOne"}}
	globals := map[string]any{"global": schema{"type": "object"}} // Helm's own
	top["global"], top["service"] = globals["global"], closed(globals)
	s := closed(top)
	s["$schema"], s["title"], s["definitions"] = "http://json-schema.org/draft-07/schema#", "Values of CodeCraft's charts", definitions
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err = encoder.Encode(s)
	return out.String(), err
}

// keysOf are the keys of a text of YAML that stand behind so many spaces.
func keysOf(text, indent string) (names []string) {
	for _, m := range regexp.MustCompile(`(?m)^`+indent+`([A-Za-z]\w*):`).FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	return names
}
