package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"

	"github.com/codecraft-hq/codecraft/internal/base/config"
)

type settings struct {
	Addr     string            `default:"127.0.0.1:80"`
	Services []string          `default:"all"`
	Ports    []int             `help:"x"`
	Where    map[string]string `help:"x"`
	Password config.Secret     `help:"x"`
	Drain    time.Duration     `default:"20s"`
	Slots    int               `default:"1"`
	Demo     bool              `help:"x"`
	Level    string            `default:"info" enum:"info,debug"`
}

// read parses arguments over a file with the text.
func read(t *testing.T, text string, args ...string) (settings, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "settings.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var s settings
	resolver, err := config.File(path)
	if err != nil {
		return s, err
	}
	parser, err := kong.New(&s, kong.Name("x"), kong.DefaultEnvars("X"), kong.Resolvers(resolver))
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(args)
	return s, err
}

func TestAFileHoldsEveryKindOfSetting(t *testing.T) {
	standard := settings{Addr: "127.0.0.1:80", Services: []string{"all"}, Drain: 20 * time.Second, Slots: 1, Level: "info"}
	tests := map[string]struct {
		text   string
		change func(*settings)
	}{
		"an empty file changes nothing":           {"", func(*settings) {}},
		"a key without a value changes nothing":   {"addr:\nslots: ~\n", func(*settings) {}},
		"an empty word is a value":                {`addr: ""`, func(s *settings) { s.Addr = "" }},
		"words, numbers, switches, durations":     {"addr: a:1\nslots: 3\ndemo: true\ndrain: 1m30s\nlevel: debug\n", func(s *settings) { s.Addr, s.Slots, s.Demo, s.Drain, s.Level = "a:1", 3, true, 90*time.Second, "debug" }},
		"a list":                                  {"services: [a, b]\nports:\n  - 1\n  - 2\n", func(s *settings) { s.Services, s.Ports = []string{"a", "b"}, []int{1, 2} }},
		"a list of one word":                      {"services: a\n", func(s *settings) { s.Services = []string{"a"} }},
		"a list as a flag has it":                 {"services: a,b\n", func(s *settings) { s.Services = []string{"a", "b"} }},
		"a comma within a word of a list":         {`services: ["a,b", c]`, func(s *settings) { s.Services = []string{"a,b", "c"} }},
		"a map":                                   {"where:\n  a: http://a:1/?x=1\n  b: http://b\n", func(s *settings) { s.Where = map[string]string{"a": "http://a:1/?x=1", "b": "http://b"} }},
		"a map of one":                            {"where: {a: http://a}\n", func(s *settings) { s.Where = map[string]string{"a": "http://a"} }},
		"a map as a flag has it":                  {"where: a=http://a;b=http://b\n", func(s *settings) { s.Where = map[string]string{"a": "http://a", "b": "http://b"} }},
		"a secret of digits stays as written":     {"password: 0123\n", func(s *settings) { s.Password = "0123" }},
		"a secret that reads as a number or not":  {"password: 1_000e5\n", func(s *settings) { s.Password = "1_000e5" }},
		"a quoted secret":                         {`password: "a: #b"`, func(s *settings) { s.Password = "a: #b" }},
		"a secret in a block, with its line feed": {"password: |\n  abc\n", func(s *settings) { s.Password = "abc\n" }},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			want := standard
			c.change(&want)
			got, err := read(t, c.text)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v %v\nwant %+v", got, err, want)
			}
			if got.Password != want.Password {
				t.Errorf("the secret is %q", got.Password.Reveal())
			}
		})
	}
}

func TestAFileIsRefused(t *testing.T) {
	tests := map[string]struct{ text, says string }{
		"an unknown key names the nearest":    {"slotz: 3\n", `unknown key "slotz"; did you mean "slots"?`},
		"an unknown key without a value too":  {"adr:\n", `unknown key "adr"; did you mean "addr"?`},
		"an unknown key that is near none":    {"nonsense: 3\n", `unknown key "nonsense".`},
		"a key that comes twice":              {"slots: 1\nslots: 2\n", "already defined"},
		"a list where keys belong":            {"- slots\n", "mapping"},
		"a number that is none":               {"slots: many\n", "--slots"},
		"a duration without its unit":         {"drain: 20\n", "--drain: expected duration"},
		"a word that is none of those listed": {"level: loud\n", `--level must be one of "info","debug"`},
		"a list in a list":                    {"services: [[a]]\n", "services: write the value itself"},
		"a map in a map":                      {"where: {a: {b: c}}\n", "where: write the value itself"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := read(t, c.text); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
	if _, err := config.File(filepath.Join(t.TempDir(), "absent.yaml")); err == nil || !strings.Contains(err.Error(), "absent.yaml") {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestFlagsThenEnvironmentThenFile(t *testing.T) {
	t.Setenv("X_ADDR", "environment")
	t.Setenv("X_SLOTS", "2")
	s, err := read(t, "addr: file\nslots: 3\ndrain: 3s\n", "--addr=flag")
	if err != nil || s.Addr != "flag" || s.Slots != 2 || s.Drain != 3*time.Second {
		t.Errorf("%+v %v", s, err)
	}
}

func TestASecretNeverPrints(t *testing.T) {
	const word = "hunter2"
	secret := config.Secret(word)
	within := struct{ Password config.Secret }{secret}
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("settings", "password", secret, "all", within)
	}
	asJSON, err := json.Marshal(within)
	if err != nil {
		t.Fatal(err)
	}
	asYAML, err := yaml.Marshal(within)
	if err != nil {
		t.Fatal(err)
	}
	printed := map[string]string{
		"a log": log.String(), "JSON": string(asJSON), "YAML": string(asYAML),
		"%v": fmt.Sprintf("%v %v", secret, within), "%+v": fmt.Sprintf("%+v", within), "%#v": fmt.Sprintf("%#v %#v", secret, within),
		"%s": fmt.Sprintf("%s", secret), "%q": fmt.Sprintf("%q", secret), "a pointer": fmt.Sprintf("%v", &within), //nolint:staticcheck // the verb is what is tested
	}
	for how, text := range printed {
		if strings.Contains(text, word) || !strings.Contains(text, "hidden") {
			t.Errorf("%s shows %s", how, text)
		}
	}
	if secret.Reveal() != word || config.Secret("").String() != "" {
		t.Error("the value is lost, or none reads as one")
	}
}

func TestNearest(t *testing.T) {
	known := []string{"auth", "problems", "execution", "worker"}
	for word, want := range map[string]string{
		"atuh": "auth", "problem": "problems", "executoin": "execution", "workers": "worker", "auth": "auth", "exec": "execution", "problemset": "problems",
		"nope": "", "x": "", "": "", "blem": "problems",
	} {
		if got := config.Nearest(word, known); got != want {
			t.Errorf("nearest to %q is %q, want %q", word, got, want)
		}
	}
	if got := config.Nearest("auth", nil); got != "" {
		t.Errorf("of nothing the nearest is %q", got)
	}
}
