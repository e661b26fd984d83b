package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

// setting is a flag of the product.
type setting struct {
	name, help string
	secret     bool
}

type settings []setting

// owned are flags that charts set themselves, of what other values say, and such that mean nothing in a pod.
var owned = regexp.MustCompile(`^(services|addr|admin-addr|public-url|data|database-url|nats-url|blobs|s3-bucket|s3-prefix|s3-region|s3-endpoint|upstreams|trusted-proxies|log-format|` +
	`drain|worker-drain|slots|terminals|sandbox|sandbox-level|insecure-no-sandbox|docker-.*|toolchain-dir|media|media-.*|livekit-.*|chime-.*|demo|demo-.*|tls-.*|acme-.*)$`)

// row is one of a table of docs/configuration.md: flag, variable, default, what for.
var row = regexp.MustCompile("(?m)^\\| `--([a-z0-9-]+)` \\| `[A-Z0-9_]+` \\| ([^|]*) \\| (.*) \\|$")

func settingsOf(file string) (settings, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all settings
	for _, m := range row.FindAllStringSubmatch(string(text), -1) {
		if !owned.MatchString(m[1]) {
			all = append(all, setting{name: m[1], secret: strings.TrimSpace(m[2]) == "secret", help: strings.ReplaceAll(m[3], `\|`, "|")})
		}
	}
	if len(all) < 50 {
		return nil, fmt.Errorf("%s: %d settings were found: the reading is broken", file, len(all))
	}
	slices.SortFunc(all, func(a, b setting) int { return strings.Compare(a.name, b.name) })
	return all, nil
}

// plain are those that stand in values.
func (all settings) plain() schema {
	properties := map[string]any{}
	for _, s := range all {
		if !s.secret {
			properties[s.name] = schema{"$ref": "#/definitions/setting", "description": s.help}
		}
	}
	return closed(properties)
}

// secret are those that may come from a Secret, which are all.
func (all settings) secret() schema {
	properties := map[string]any{}
	for _, s := range all {
		properties[s.name] = reference("secretSetting")
	}
	return closed(properties)
}
