package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/cli"
)

func run(args ...string) (status int, out, errOut string) {
	var o, e bytes.Buffer
	status = cli.Main(args, &o, &e)
	return status, o.String(), e.String()
}

// file writes a configuration file.
func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "codecraft.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEveryCommandsHelpHasExamples(t *testing.T) {
	_, help, _ := run("--help")
	for _, command := range []string{"serve", "migrate", "backup", "restore", "doctor", "top", "healthcheck", "config", "openapi", "run", "judge", "toolchain", "version"} {
		if !strings.Contains(help, "\n  "+command) {
			t.Errorf("codecraft --help does not list %s", command)
		}
		status, out, errOut := run(command, "--help")
		_, examples, found := strings.Cut(out, "\nExamples:\n")
		if status != 0 || errOut != "" || !found || !strings.Contains(examples, "codecraft ") || !strings.Contains(examples, command) {
			t.Errorf("%s --help: status %d\n%s%s", command, status, out, errOut)
		}
	}
	if _, bare, _ := run(); bare != help {
		t.Error("codecraft alone does not print the help")
	}
}

func TestWrongUsageEndsWithTwo(t *testing.T) {
	tests := map[string]struct {
		args []string
		says string
	}{
		"an unknown flag":               {[]string{"serve", "--nope"}, "unknown flag --nope"},
		"an unknown command":            {[]string{"doctr"}, `did you mean "doctor"?`},
		"a flag that contradicts":       {[]string{"config", "--tls-cert", "a.pem"}, "--tls-cert and --tls-key go together"},
		"an unknown service":            {[]string{"config", "--services", "wroker"}, `did you mean "worker"?`},
		"a duration without its unit":   {[]string{"config", "--drain", "20"}, "--drain"},
		"a configuration not there":     {[]string{"--config", "absent.yaml", "config"}, "absent.yaml"},
		"an unknown key of a file":      {[]string{"--config", file(t, "adr: x\n"), "serve"}, `unknown key "adr"; did you mean "addr"?`},
		"a value of a file that is not": {[]string{"--config", file(t, "slots: many\n"), "serve"}, "--slots"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			status, out, errOut := run(c.args...)
			if status != 2 || !strings.Contains(errOut, c.says) || !strings.Contains(errOut, "See codecraft --help.") {
				t.Errorf("status %d, want 2 and %q\n%s%s", status, c.says, out, errOut)
			}
		})
	}
}

func TestConfigDiffPrintsOnlyWhatDiffers(t *testing.T) {
	const secret = "nats://codecraft:hunter2@queue:4222"
	tests := map[string]struct {
		environment map[string]string
		args        []string
		want        []string
	}{
		"nothing was set":                   {nil, []string{"config", "--diff"}, nil},
		"what is set to its default":        {nil, []string{"config", "--diff", "--log-level=info", "--addr=127.0.0.1:8080"}, nil},
		"a flag":                            {nil, []string{"config", "--diff", "--drain=1m"}, []string{"drain: 1m0s"}},
		"a switch":                          {nil, []string{"config", "--diff", "--demo"}, []string{"demo: true"}},
		"the environment":                   {map[string]string{"CODECRAFT_LOG_LEVEL": "debug"}, []string{"config", "--diff"}, []string{"log-level: debug"}},
		"a file":                            {nil, []string{"--config", file(t, "admin-addr: \"\"\nacme-hosts: [a.example, b.example]\npublic-url: https://a.example\n"), "config", "--diff"}, []string{`admin-addr: ""`, "public-url: https://a.example", "acme-hosts: [a.example, b.example]"}},
		"a file that the environment names": {map[string]string{"CODECRAFT_CONFIG": file(t, "drain: 3s\n")}, []string{"config", "--diff"}, []string{"drain: 3s"}},
		"a flag over the environment over a file": {
			map[string]string{"CODECRAFT_LOG_LEVEL": "warn", "CODECRAFT_DRAIN": "2s"},
			[]string{"--config", file(t, "drain: 3s\nlog-level: error\nlog-format: json\n"), "config", "--diff", "--drain=1s"},
			[]string{"log-level: warn", "log-format: json", "drain: 1s"}},
		"a map and a secret": {map[string]string{"CODECRAFT_NATS_URL": secret}, []string{"config", "--diff", "--upstreams", "auth=http://a:1;problems=http://p:2"},
			[]string{"# nats-url: (set, hidden)", `upstreams: {auth: "http://a:1", problems: "http://p:2"}`}},
		"a path, and an empty one":   {map[string]string{"CODECRAFT_TLS_CERT": ""}, []string{"config", "--diff", "--data", "/srv/codecraft"}, []string{"data: /srv/codecraft"}},
		"what follows from a change": {nil, []string{"config", "--diff", "--addr", "127.0.0.1:9"}, []string{`addr: "127.0.0.1:9"`, `public-url: "http://127.0.0.1:9"`}},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			for key, value := range c.environment {
				t.Setenv(key, value)
			}
			status, out, errOut := run(c.args...)
			want := strings.Join(append(c.want, ""), "\n")
			if status != 0 || out != want || strings.Contains(out, "hunter2") {
				t.Errorf("status %d\ngot:\n%s%s\nwant:\n%s", status, out, errOut, want)
			}
		})
	}
}

func TestWhatConfigPrintsIsAConfigurationFile(t *testing.T) {
	path := file(t, `
services: [auth, web]
nats-url: nats://queue:4222
addr: 127.0.0.1:9999
admin-addr: ""
upstreams: {problems: "http://p:1/?x=1", execution: "http://e:2"}
trusted-proxies: [10.0.0.0/8, "::1/128"]
mail-from: "Code, Craft <a@b.example>"
smtp-user: "077"
insecure-no-sandbox: true
drain: 45s
`)
	status, first, errOut := run("--config", path, "config")
	if status != 0 {
		t.Fatal(errOut)
	}
	t.Setenv("CODECRAFT_NATS_URL", "nats://queue:4222") // hidden in what was printed
	status, second, errOut := run("--config", file(t, first), "config")
	if status != 0 || first != second {
		t.Errorf("status %d %s\nfirst:\n%s\nsecond:\n%s", status, errOut, first, second)
	}
}

func TestOpenAPI(t *testing.T) {
	status, out, errOut := run("openapi", "--service", "execution")
	if status != 0 || !strings.Contains(out, `"/v1/runs"`) || strings.Contains(out, `"/v1/problems"`) {
		t.Errorf("status %d %s", status, errOut)
	}
	for word, nearest := range map[string]string{"nope": ".", "assesments": `; did you mean "assessments"?`, "worker": "."} {
		status, out, errOut := run("openapi", "--service", word)
		if status != 1 || out != "" || !strings.Contains(errOut, `there is no service "`+word+`" with an API`+nearest+" There are ") {
			t.Errorf("%s: status %d %s%s", word, status, out, errOut)
		}
	}
}

func TestVersion(t *testing.T) {
	if status, out, _ := run("version"); status != 0 || !strings.HasPrefix(out, "codecraft ") || !strings.Contains(out, "go1.") {
		t.Errorf("status %d %s", status, out)
	}
}

func TestVariablesOfTheEnvironment(t *testing.T) {
	t.Setenv("CODECRAFT_JUDGE0", "true")
	t.Setenv("CODECRAFT_SLOTZ", "3")
	t.Setenv("CODECRAFT_WHATEVER", "3")
	t.Setenv("CODECRAFT_JUDGE_0", "true")
	status, out, errOut := run("config", "--diff")
	if status != 0 || !strings.Contains(out, "judge0: true\n") {
		t.Errorf("status %d: %s", status, out)
	}
	for _, line := range []string{
		"the variable CODECRAFT_SLOTZ is not known and changes nothing; did you mean CODECRAFT_SLOTS?\n",
		"the variable CODECRAFT_WHATEVER is not known and changes nothing; codecraft serve --help names those that are\n",
		"the variable CODECRAFT_JUDGE_0 is not known and changes nothing; did you mean CODECRAFT_JUDGE0?\n",
	} {
		if !strings.Contains(errOut, line) {
			t.Errorf("want %q in\n%s", line, errOut)
		}
	}
	if strings.Contains(errOut, "CODECRAFT_JUDGE0 is") {
		t.Errorf("a known one is warned of:\n%s", errOut)
	}
}

// The variable of a flag is the flag in capitals: nobody has to look up how a number in it is written.
func TestTheVariableOfAFlagIsItsName(t *testing.T) {
	_, out, _ := run("serve", "--help")
	for _, m := range regexp.MustCompile(`--([a-z0-9-]+)(?s:.*?)\(\$(CODECRAFT_[A-Z0-9_]+)\)`).FindAllStringSubmatch(out, -1) {
		if want := "CODECRAFT_" + strings.ToUpper(strings.ReplaceAll(m[1], "-", "_")); m[2] != want && m[1] != "help" {
			t.Errorf("--%s has the variable %s, want %s", m[1], m[2], want)
		}
	}
}
