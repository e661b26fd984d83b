package cli_test

import (
	"regexp"
	"strings"
	"testing"
)

// settings are those of the page: group, flag, variable, default, help.
type setting struct{ group, flag, variable, standard, help string }

func settings(t *testing.T) (all []setting) {
	t.Helper()
	status, page, errOut := run("config", "--page")
	if status != 0 {
		t.Fatal(errOut)
	}
	row := regexp.MustCompile("^\\| `--([a-z0-9-]+)` \\| `([A-Z0-9_]+)` \\| (.*) \\| (.+) \\|$")
	group := ""
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(line, "\n")
		if title, ok := strings.CutPrefix(line, "## "); ok {
			group = title
		}
		if m := row.FindStringSubmatch(line); m != nil {
			all = append(all, setting{group, m[1], m[2], m[3], m[4]})
		} else if strings.HasPrefix(line, "| `") {
			t.Errorf("a row without its flag, variable or help: %s", line)
		}
	}
	if len(all) < 80 {
		t.Fatalf("found %d settings: the reading of the page is broken", len(all))
	}
	return all
}

// TestASettingThatCannotBeIsRefusedByItsName: whatever counts or measures something is refused below nothing, in the words
// of the command line.
func TestASettingThatCannotBeIsRefusedByItsName(t *testing.T) {
	number, span := regexp.MustCompile("^`[0-9]+`$"), regexp.MustCompile("^`[0-9]+(h|m|s)`$")
	tried := map[string]int{}
	for _, s := range settings(t) {
		below := ""
		switch {
		case number.MatchString(s.standard) || s.flag == "slots" || s.flag == "auth-password-hashes":
			below = "-1"
		case span.MatchString(s.standard):
			below = "-1s"
		}
		if below == "" || s.flag == "patience" || s.flag == "drain" { // those may be anything: less is none
			continue
		}
		tried[s.group]++
		status, _, errOut := run("config", "--judge0", "--"+s.flag+"="+below)
		if status != 2 || !strings.Contains(errOut, "--"+s.flag+" ") && !strings.Contains(errOut, "--"+s.flag+":") {
			t.Errorf("--%s=%s: status %d, %s", s.flag, below, status, errOut)
		}
	}
	for group, least := range map[string]int{"Auth": 7, "Execution": 8, "Webhooks": 3, "Worker": 6, "Assessments": 15} {
		if tried[group] < least {
			t.Errorf("of %s %d settings were tried, which are too few", group, tried[group])
		}
	}
}

// TestEveryServiceIsConfigured: its settings come from flags, the environment and a file, and the difference shows them.
func TestEveryServiceIsConfigured(t *testing.T) {
	for flag, value := range map[string]string{
		"auth-access-ttl": "5m0s", "auth-session-ttl": "48h0m0s", "auth-key-rotation": "480h0m0s", "auth-password-hashes": "3",
		"execution-patience": "3s", "execution-grace": "2m0s", "member-runs": "7", "queue": "300000",
		"webhook-keep": "24h0m0s", "webhook-networks": "[10.1.0.0/16]", "webhook-http": "true",
		"worker-lease": "20s", "worker-cache-bytes": "1000000", "slots": "6", "terminals": "0",
		"assessments-submissions-per-minute": "3", "assessments-documents-max-document": "1000", "assessments-documents-heartbeat": "5s",
	} {
		want := flag + ": " + value + "\n"
		given := strings.Trim(value, "[]")
		if status, out, errOut := run("config", "--diff", "--"+flag+"="+given); status != 0 || out != want {
			t.Errorf("as a flag: status %d %s%s, want %s", status, out, errOut, want)
		}
		if status, out, errOut := run("--config", file(t, want), "config", "--diff"); status != 0 || out != want {
			t.Errorf("in a file: status %d %s%s, want %s", status, out, errOut, want)
		}
		t.Run(flag, func(t *testing.T) {
			t.Setenv("CODECRAFT_"+strings.ToUpper(strings.ReplaceAll(flag, "-", "_")), given)
			if status, out, errOut := run("config", "--diff"); status != 0 || out != want {
				t.Errorf("in the environment: status %d %s%s, want %s", status, out, errOut, want)
			}
		})
	}
	if status, _, errOut := run("config", "--webhook-networks", "everything"); status != 2 || !strings.Contains(errOut, "--webhook-networks") || !strings.Contains(errOut, "such as 10.1.0.0/16") {
		t.Errorf("what is no network: status %d %s", status, errOut)
	}
	if status, _, errOut := run("config", "--piston", "--dropin-callbacks", "10.0.0.1/99"); status != 2 || !strings.Contains(errOut, "--dropin-callbacks") {
		t.Errorf("what is no network: status %d %s", status, errOut)
	}
}

func TestThePageOfSettingsTellsNoSecret(t *testing.T) {
	t.Setenv("CODECRAFT_SMTP_PASSWORD", "hunter2")
	_, page, _ := run("config", "--page")
	if strings.Contains(page, "hunter2") || !strings.Contains(page, "| `--smtp-password` | `CODECRAFT_SMTP_PASSWORD` | secret |") {
		t.Errorf("the row of a secret is not as it should be:\n%s", page)
	}
	for _, s := range settings(t) {
		if s.flag == "diff" || s.flag == "page" || s.flag == "help" || s.flag == "config" {
			t.Errorf("--%s is no setting", s.flag)
		}
	}
}
