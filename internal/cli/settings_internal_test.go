package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/cli/settings"
)

// inForce are the settings that a command line of serve brings about, by name.
func inForce(t *testing.T, args ...string) map[string]operations.Setting {
	t.Helper()
	c := pristine()
	parser, err := kong.New(&c, readingSettings...)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		t.Fatal(err)
	}
	list, err := settings.InForce(parsed)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]operations.Setting{}
	for _, s := range list {
		all[s.Name] = s
	}
	if len(all) < 80 {
		t.Fatalf("there are %d settings: that is not all", len(all))
	}
	return all
}

func TestASettingInForceSaysWhereItComesFrom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "codecraft.yaml")
	if err := os.WriteFile(path, []byte("drain: 1m\nlog-level: error\nslots: 7\naddr: 127.0.0.1:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CODECRAFT_LOG_LEVEL", "warn")
	t.Setenv("CODECRAFT_SLOTS", "8")
	all := inForce(t, "--config", path, "serve", "--slots", "9", "--acme-server", "https://key:word@acme.example/directory")
	for name, want := range map[string][2]string{
		"drain": {"1m0s", "file"}, "log-level": {"warn", "variable"}, "slots": {"9", "flag"}, "log-format": {"text", "default"},
		"addr": {"127.0.0.1:1", "file"}, "public-url": {"http://127.0.0.1:1", "derived"}, "acme-server": {"https://(hidden)@acme.example/directory", "flag"},
	} {
		if got := all[name]; got.Value != want[0] || got.From != want[1] {
			t.Errorf("%s is %+v, want %q", name, got, want)
		}
	}
	for _, name := range []string{"help", "config", "diff", "page"} {
		if _, is := all[name]; is {
			t.Errorf("--%s is no setting", name)
		}
	}
}

// TestASettingInForceTellsNoSecret plants something in every setting of the secret kind.
func TestASettingInForceTellsNoSecret(t *testing.T) {
	c, args, secrets := pristine(), []string{"serve"}, map[string]string{}
	parser, err := kong.New(&c, readingSettings...)
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range parser.Model.Children {
		if command.Name != "serve" {
			continue
		}
		for _, flag := range command.Flags {
			if flag.Target.Type() == reflect.TypeFor[config.Secret]() {
				secrets[flag.Name] = fmt.Sprintf("planted-%d", len(secrets))
			}
		}
	}
	if len(secrets) < 6 {
		t.Fatalf("found %d settings of the secret kind: the walk is broken", len(secrets))
	}
	// Those that are of no use without others, or beside others, are planted by themselves.
	alone := map[string][]string{
		"s3-secret-key":  {"--blobs=s3", "--s3-bucket=blobs", "--s3-access-key=key"},
		"turn-secret":    {"--turn-urls=turn:turn.example.org"},
		"livekit-secret": {"--media=livekit", "--livekit-url=wss://video.example.org", "--livekit-key=key"},
	}
	all := map[string]operations.Setting{}
	for name, secret := range secrets {
		value := secret
		switch name {
		case "database-url":
			value = "postgres://codecraft:" + secret + "@db/codecraft"
		case "nats-url":
			value = "nats://codecraft:" + secret + "@queue:4222"
		}
		if others, is := alone[name]; is {
			told := inForce(t, append([]string{"serve", "--" + name + "=" + value}, others...)...)
			if all[name] = told[name]; strings.Contains(fmt.Sprint(told), secret) {
				t.Errorf("what is planted in %s is told", name)
			}
			continue
		}
		args = append(args, "--"+name+"="+value)
	}
	for name, told := range inForce(t, args...) {
		if _, is := alone[name]; !is {
			all[name] = told
		}
	}
	for name, secret := range secrets {
		if all[name].Value != "set" || all[name].From != "flag" {
			t.Errorf("%s is %+v", name, all[name])
		}
		if text := fmt.Sprint(all); strings.Contains(text, secret) {
			t.Errorf("what is planted in %s is told", name)
		}
	}
	if untouched := inForce(t, "serve"); untouched["smtp-password"].Value != "" {
		t.Errorf("a secret that is not set is %+v", untouched["smtp-password"])
	}
}
