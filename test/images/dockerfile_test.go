package images_test

import (
	"bytes"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/cli"
)

const (
	root   = "../../"
	folder = root + "deploy/docker/"
)

// stage is one of a Dockerfile.
type stage struct {
	from  string
	lines []string // instructions, each on one line
}

// stages reads a Dockerfile as far as these tests ask.
func stages(t *testing.T) map[string]stage {
	t.Helper()
	text := strings.ReplaceAll(contents(t, folder+"Dockerfile"), "\\\n", " ")
	all, name := map[string]stage{}, ""
	from := regexp.MustCompile(`^FROM (\S+) AS (\S+)$`)
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if m := from.FindStringSubmatch(line); m != nil {
			name = m[2]
			all[name] = stage{from: m[1]}
			continue
		}
		if name != "" && line != "" && !strings.HasPrefix(line, "#") {
			s := all[name]
			s.lines = append(s.lines, line)
			all[name] = s
		}
	}
	if len(all) < 10 {
		t.Fatalf("%d stages were found: the reading is broken", len(all))
	}
	return all
}

func contents(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// lines are the instructions of an image, those of the stages that it begins from first.
func lines(all map[string]stage, name string) []string {
	s, ok := all[name]
	if !ok {
		return nil
	}
	return append(lines(all, s.from), s.lines...)
}

var setting = regexp.MustCompile(`(\w+)=("[^"]*"|\S+)`)

// environment is what an image sets.
func environment(all map[string]stage, name string) map[string]string {
	env := map[string]string{}
	for _, line := range lines(all, name) {
		if rest, ok := strings.CutPrefix(line, "ENV "); ok {
			for _, m := range setting.FindAllStringSubmatch(rest, -1) {
				env[m[1]] = strings.Trim(m[2], `"`)
			}
		}
	}
	return env
}

// targets are the stages that are images of the product, with what they run.
func targets(t *testing.T, all map[string]stage) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for name := range all {
		if services := environment(all, name)["CODECRAFT_SERVICES"]; services != "" {
			found[name] = strings.Split(services, ",")
		}
	}
	return found
}

func codecraft(args ...string) (status int, out, errOut string) {
	var o, e bytes.Buffer
	status = cli.Main(args, &o, &e)
	return status, o.String(), e.String()
}

// modules are what the product says that it can run.
func modules(t *testing.T) []string {
	t.Helper()
	_, _, says := codecraft("config", "--services", "nothing-of-ours")
	m := regexp.MustCompile(`There are ([a-z, ]+)`).FindStringSubmatch(says)
	if m == nil {
		t.Fatalf("the product does not name its services: %s", says)
	}
	names := strings.Split(m[1], ", ")
	return slices.DeleteFunc(names, func(name string) bool { return name == "all" })
}

func TestThereIsAnImageForEveryService(t *testing.T) {
	var run []string
	made := targets(t, stages(t))
	for name, services := range made {
		if name == "codecraft" {
			if !slices.Equal(services, []string{"all"}) {
				t.Errorf("the image of everything runs %v", services)
			}
			continue
		}
		if services[0] != name {
			t.Errorf("the image %s runs %v", name, services)
		}
		run = append(run, services...)
	}
	slices.Sort(run)
	if known := slices.Sorted(slices.Values(modules(t))); !slices.Equal(run, known) {
		t.Errorf("images run %v, and the product has %v", run, known)
	}
	built := regexp.MustCompile(`targets='([a-z ]+)'`).FindStringSubmatch(contents(t, folder+"build"))
	if built == nil || !slices.Equal(slices.Sorted(slices.Values(strings.Fields(built[1]))), slices.Sorted(maps.Keys(made))) {
		t.Errorf("deploy/docker/build makes %v, and the Dockerfile has %v", built, slices.Sorted(maps.Keys(made)))
	}
}

// TestEveryImageIsCareful holds what is said once to each image: nobody's rights, a check that needs no shell, data in one folder.
func TestEveryImageIsCareful(t *testing.T) {
	all := stages(t)
	for name := range targets(t, all) {
		text := "\n" + strings.Join(lines(all, name), "\n") + "\n"
		for _, part := range []string{"\nUSER 65532:65532\n", ` CMD ["codecraft", "healthcheck"]` + "\n", "\nENTRYPOINT [\"codecraft\"]\n", "\nVOLUME /data\n",
			"org.opencontainers.image.source=", "org.opencontainers.image.version=", "org.opencontainers.image.revision=", "org.opencontainers.image.licenses=",
			`org.opencontainers.image.title="codecraft/` + name + `"`, "org.opencontainers.image.description="} {
			if !strings.Contains(text, part) {
				t.Errorf("the image %s lacks %q", name, strings.TrimSpace(part))
			}
		}
		if strings.Contains(text, "\nRUN ") {
			t.Errorf("the image %s is made by programs inside of it", name)
		}
		if compilers := strings.Contains(text, "\nCOPY --from=base / /\n"); compilers != (name == "execution" || name == "codecraft") {
			t.Errorf("the image %s has compilers: %v", name, compilers)
		}
	}
}

// TestVersionsOfTheDockerfileAreThoseOfTheProject: the compilers that the sources are built with.
func TestVersionsOfTheDockerfileAreThoseOfTheProject(t *testing.T) {
	version := regexp.MustCompile(`(?m)^go (\S+)$`).FindStringSubmatch(contents(t, root+"go.mod"))
	if from := stages(t)["from-sources"].from; version == nil || from != "golang:"+version[1]+"-bookworm" {
		t.Errorf("the sources are built by %s, and go.mod has %v", from, version)
	}
	if from := stages(t)["pages"].from; !strings.HasPrefix(from, "node:20.") {
		t.Errorf("the web app is built by %s, and CI has Node 20", from)
	}
}
