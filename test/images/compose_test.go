package images_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

type service struct {
	Image string
	Build struct {
		Context, Dockerfile, Target string
	}
	Environment map[string]string
	Volumes     []string
	Ports       []string
	Networks    []string
	ReadOnly    bool     `yaml:"read_only"`
	CapDrop     []string `yaml:"cap_drop"`
	SecurityOpt []string `yaml:"security_opt"`
	DependsOn   map[string]struct {
		Condition string
	} `yaml:"depends_on"`
	Healthcheck struct {
		Test    []string
		Disable bool
	}
}

type composition struct {
	Services map[string]service
	Volumes  map[string]any
}

var variable = regexp.MustCompile(`\$\{(\w+)(?::([-?])([^}]*))?\}`)

// example are the variables of secrets.env.example, those that are left to be filled in with a word.
func example(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for line := range strings.Lines(contents(t, folder+"secrets.env.example")) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(name, "#") {
			if value == "" && strings.HasSuffix(name, "_PASSWORD") {
				value = "0e1filledin"
			}
			all[name] = value
		}
	}
	return all
}

// compose reads compose.yaml as it is with the example's variables.
func compose(t *testing.T) composition {
	t.Helper()
	values := example(t)
	text := variable.ReplaceAllStringFunc(contents(t, folder+"compose.yaml"), func(found string) string {
		m := variable.FindStringSubmatch(found)
		value := values[m[1]]
		if value == "" && m[2] == "-" {
			value = m[3]
		}
		if value == "" && m[2] == "?" {
			t.Errorf("the example leaves %s open, and there is no start without it", m[1])
		}
		return value
	})
	var c composition
	// What stands beside a merged key is another value for it, not a second one.
	if err := yaml.UnmarshalWithOptions([]byte(text), &c, yaml.AllowDuplicateMapKey()); err != nil {
		t.Fatal(err)
	}
	if len(c.Services) < 12 {
		t.Fatalf("%d services were found: the reading is broken", len(c.Services))
	}
	return c
}

// ours tells which target of the Dockerfile a service is an image of.
func (s service) ours() (target string, ok bool) {
	target, ok = strings.CutPrefix(s.Image, "codecraft/")
	target, _, _ = strings.Cut(target, ":")
	return target, ok
}

func TestEveryVariableOfTheComposeFileIsInTheExample(t *testing.T) {
	asked := map[string]bool{}
	for _, m := range variable.FindAllStringSubmatch(contents(t, folder+"compose.yaml"), -1) {
		asked[m[1]] = true
	}
	values := example(t)
	for name := range asked {
		if _, ok := values[name]; !ok {
			t.Errorf("compose.yaml asks for %s, which secrets.env.example does not have", name)
		}
	}
	for name, value := range values {
		if !asked[name] {
			t.Errorf("secrets.env.example has %s, which compose.yaml does not ask for", name)
		}
		if strings.HasSuffix(name, "_PASSWORD") && value != "0e1filledin" {
			t.Errorf("the example has a password: %s", name)
		}
	}
}

// TestTheProductTakesItsSettings gives each service's settings, those of its image and of the compose file, to the product itself.
func TestTheProductTakesItsSettings(t *testing.T) {
	all, run := stages(t), []string{}
	for name, s := range compose(t).Services {
		target, ok := s.ours()
		if !ok {
			continue
		}
		t.Run(name, func(t *testing.T) {
			env := environment(all, target)
			if len(env) == 0 {
				t.Fatalf("there is no image %s", target)
			}
			for key, value := range s.Environment {
				env[key] = value
			}
			refused(t, env, func(says string) { t.Error(says) })
			if env["CODECRAFT_SERVICES"] != name {
				t.Errorf("it runs %s", env["CODECRAFT_SERVICES"])
			}
		})
		run = append(run, name)
	}
	slices.Sort(run)
	if known := slices.Sorted(slices.Values(modules(t))); !slices.Equal(run, known) {
		t.Errorf("the compose file runs %v, and the product has %v", run, known)
	}
}

// TestImagesTakeTheirOwnSettings: an image that is started without anything else says what it lacks, and only that.
func TestImagesTakeTheirOwnSettings(t *testing.T) {
	all := stages(t)
	for target := range targets(t, all) {
		t.Run(target, func(t *testing.T) {
			refused(t, environment(all, target), func(says string) {
				if target == "codecraft" || !strings.Contains(says, "needs --nats-url") {
					t.Error(says)
				}
			})
		})
	}
	t.Run("a setting that is none is found", func(t *testing.T) {
		found := ""
		refused(t, map[string]string{"CODECRAFT_BLOBZ": "queue"}, func(says string) { found += says })
		if !strings.Contains(found, "CODECRAFT_BLOBZ") {
			t.Errorf("nobody said so: %q", found)
		}
	})
}

// refused tells what the product says against settings. Variables of other tests are not its.
func refused(t *testing.T, env map[string]string, tell func(string)) {
	t.Helper()
	for key, value := range env {
		if strings.HasPrefix(key, "CODECRAFT_") {
			t.Setenv(key, value)
		}
	}
	status, _, errOut := codecraft("config")
	if status != 0 {
		tell(errOut)
	}
	for key := range env {
		if strings.Contains(errOut, "the variable "+key+" ") {
			tell(errOut)
		}
	}
}

func TestWhatIsMountedIsThere(t *testing.T) {
	c, used := compose(t), map[string]bool{}
	for name, s := range c.Services {
		for _, v := range s.Volumes {
			source, target, mounted := strings.Cut(v, ":")
			if !mounted {
				continue // of the container alone
			}
			target, readOnly := strings.CutSuffix(target, ":ro")
			if !filepath.IsAbs(target) {
				t.Errorf("%s: %s is mounted at no path", name, v)
			}
			if !strings.HasPrefix(source, ".") {
				used[source] = true
				if _, ok := c.Volumes[source]; !ok {
					t.Errorf("%s has a volume %s, which is not declared", name, source)
				}
				continue
			}
			if _, err := os.Stat(folder + source); err != nil || !readOnly {
				t.Errorf("%s mounts %s: %v, read-only: %v", name, v, err, readOnly)
			}
		}
		for _, o := range s.SecurityOpt {
			if profile, ok := strings.CutPrefix(o, "seccomp="); ok {
				if _, err := os.Stat(folder + profile); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
	for name := range c.Volumes {
		if !used[name] {
			t.Errorf("nobody has the volume %s", name)
		}
	}
}

// TestEveryServiceIsWaitedFor: each has a check, its image's or one of its own, and those that need it wait for that.
func TestEveryServiceIsWaitedFor(t *testing.T) {
	c := compose(t)
	for name, s := range c.Services {
		if _, ours := s.ours(); ours != (len(s.Healthcheck.Test) == 0) || s.Healthcheck.Disable {
			t.Errorf("%s is checked by %v", name, s.Healthcheck)
		}
		for other, d := range s.DependsOn {
			if _, ok := c.Services[other]; !ok || d.Condition != "service_healthy" {
				t.Errorf("%s waits for %s: %q", name, other, d.Condition)
			}
		}
	}
}

func TestContainersOfTheProductHaveNoRights(t *testing.T) {
	for name, s := range compose(t).Services {
		if target, ours := s.ours(); ours {
			if !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
				t.Errorf("%s: read-only %v, without %v, %v", name, s.ReadOnly, s.CapDrop, s.SecurityOpt)
			}
			if s.Build.Target != "" && (s.Build.Target != target || s.Build.Dockerfile != "deploy/docker/Dockerfile" || filepath.Clean(folder+s.Build.Context) != filepath.Clean(root)) {
				t.Errorf("%s is built of %+v", name, s.Build)
			}
		}
		if loose := len(s.SecurityOpt) > 1; loose != (name == "worker") {
			t.Errorf("%s has %v", name, s.SecurityOpt)
		}
		for _, p := range s.Ports {
			if name != "interviews" && !strings.HasPrefix(p, "127.0.0.1:") {
				t.Errorf("%s is open to others than this machine: %s", name, p)
			}
		}
	}
}

// TestNeighboursArePinned: each to a version, and those that tests run to the one that they run.
func TestNeighboursArePinned(t *testing.T) {
	pinned := regexp.MustCompile(`^[a-z/]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$`)
	c := compose(t)
	for name, s := range c.Services {
		if _, ours := s.ours(); !ours && !pinned.MatchString(s.Image) {
			t.Errorf("%s is %s", name, s.Image)
		}
	}
	for _, of := range []struct{ service, file, pattern, image string }{
		{"queue", "go.mod", `nats-io/nats-server/v2 v(\S+)`, "nats:$1-alpine"},
		{"prometheus", "tools/monitoring/go.mod", `prometheus/prometheus v0\.(\d)(\d\d)\.(\d+)`, "prom/prometheus:v$1.$2.$3"},
		{"logs", "tools/loki/go.mod", `grafana/loki/v3 v(\S+)`, "grafana/loki:$1"},
		{"alertmanager", "tools/monitoring/go.mod", `prometheus/alertmanager v(\S+)`, "prom/alertmanager:v$1"},
	} {
		pattern := regexp.MustCompile(of.pattern)
		found := pattern.FindString(contents(t, root+of.file))
		if want := pattern.ReplaceAllString(found, of.image); found == "" || c.Services[of.service].Image != want {
			t.Errorf("%s is %s, and %s has %s", of.service, c.Services[of.service].Image, of.file, want)
		}
	}
}
