package charts_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/codecraft-hq/codecraft/internal/cli"
)

const (
	root   = "../../"
	folder = root + "deploy/charts/"
)

// kubernetes is the version that is rendered for, unless a fixture says another.
const kubernetes = "1.37.0"

func contents(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// charts are the folders that can be installed.
func charts(t *testing.T) (names []string) {
	t.Helper()
	all, err := filepath.Glob(folder + "*/Chart.yaml")
	if err != nil || len(all) < 7 {
		t.Fatalf("%d charts were found: %v", len(all), err)
	}
	for _, file := range all {
		if name := filepath.Base(filepath.Dir(file)); name != "service" {
			names = append(names, name)
		}
	}
	return names
}

// fixture is a file of values, and the chart that it is for.
type fixture struct{ chart, file string }

func (f fixture) String() string {
	return f.chart + "/" + strings.TrimSuffix(filepath.Base(f.file), ".yaml")
}

// fixtures are those of the charts, and those that operators begin with, which are for each chart.
func fixtures(t *testing.T) (all []fixture) {
	t.Helper()
	for _, chart := range charts(t) {
		files, err := filepath.Glob(folder + chart + "/ci/*-values.yaml")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no fixtures: %v", chart, err)
		}
		for _, file := range files {
			all = append(all, fixture{chart, file})
		}
		all = append(all, fixture{chart, root + "deploy/kubernetes/values.yaml"}, fixture{chart, root + "deploy/eks/values.yaml"})
	}
	return all
}

// packed is the folder with the charts and what they depend on; it skips unless make check-charts asks.
func packed(t *testing.T) string {
	t.Helper()
	made := os.Getenv("CODECRAFT_TEST_CHARTS")
	if made == "" {
		t.Skip("CODECRAFT_TEST_CHARTS is not set: CHARTS ARE NOT RENDERED (make check-charts does)")
	}
	return made
}

// template renders a chart.
func template(t *testing.T, f fixture, version string) (out, says string, err error) {
	t.Helper()
	values, err := filepath.Abs(f.file)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	command := exec.Command(os.Getenv("CODECRAFT_TEST_HELM"), "template", "mine", f.chart, "--namespace", "there", "--values", values, "--kube-version", version)
	command.Dir = packed(t)
	command.Stdout, command.Stderr = &stdout, &stderr
	err = command.Run()
	return stdout.String(), stderr.String(), err
}

// rendered are the objects of a fixture that is fine, as make check-charts has rendered it for the other checks, too.
func rendered(t *testing.T, f fixture) []object {
	t.Helper()
	out := contents(t, filepath.Join(packed(t), "rendered", f.chart+"-"+filepath.Base(filepath.Dir(f.file))+"-"+filepath.Base(f.file)))
	var all []object
	for _, text := range strings.Split("\n"+out, "\n---\n") {
		var o object
		if err := yaml.Unmarshal([]byte(text), &o); err != nil {
			t.Fatalf("%s: %v\n%s", f, err, text)
		}
		if o.Kind != "" {
			all = append(all, o)
		}
	}
	if len(all) < 3 {
		t.Fatalf("%s has %d objects: the reading is broken\n%s", f, len(all), out)
	}
	return all
}

// each has every fixture looked at.
func each(t *testing.T, look func(t *testing.T, f fixture, all []object)) {
	for _, f := range fixtures(t) {
		t.Run(f.String(), func(t *testing.T) { look(t, f, rendered(t, f)) })
	}
}

func codecraft(args ...string) (status int, out, errOut string) {
	var o, e bytes.Buffer
	status = cli.Main(args, &o, &e)
	return status, o.String(), e.String()
}

func TestThereIsAChartForEveryService(t *testing.T) {
	_, _, says := codecraft("config", "--services", "nothing-of-ours")
	m := regexp.MustCompile(`There are ([a-z, ]+)`).FindStringSubmatch(says)
	if m == nil {
		t.Fatalf("the product does not name its services: %s", says)
	}
	services := slices.DeleteFunc(strings.Split(m[1], ", "), func(name string) bool { return name == "all" })
	slices.Sort(services)
	listed := regexp.MustCompile(`list ("[a-z" ]+")`)
	var alone []string
	for _, chart := range charts(t) {
		names := listed.FindStringSubmatch(contents(t, folder+chart+"/templates/all.yaml"))
		if names == nil {
			t.Fatalf("%s renders nothing", chart)
		}
		runs := strings.Fields(strings.ReplaceAll(names[1], `"`, ""))
		switch {
		case chart != "codecraft" && runs[0] != chart:
			t.Errorf("the chart %s runs %v", chart, runs)
		case chart != "codecraft":
			alone = append(alone, runs...)
		case !slices.Equal(slices.Sorted(slices.Values(runs)), services):
			t.Errorf("codecraft runs %v, and the product has %v", runs, services)
		}
	}
	if slices.Sort(alone); !slices.Equal(alone, services) {
		t.Errorf("charts run %v, and the product has %v", alone, services)
	}
}

func TestChartsAreOfOneVersion(t *testing.T) {
	versions := map[string]bool{}
	for _, name := range append(charts(t), "service") {
		var chart struct {
			Version, AppVersion, KubeVersion string
			Dependencies                     []struct{ Name, Version, Repository string }
		}
		if err := yaml.Unmarshal([]byte(contents(t, folder+name+"/Chart.yaml")), &chart); err != nil {
			t.Fatal(err)
		}
		versions[chart.Version+" "+chart.AppVersion+" "+chart.KubeVersion] = true
		for _, d := range chart.Dependencies {
			versions[d.Version+" "+chart.AppVersion+" "+chart.KubeVersion] = true
			if d.Repository != "file://../service" {
				t.Errorf("%s has a dependency from outside: %s", name, d.Repository)
			}
		}
		if name == "service" {
			continue
		}
		if lines := strings.Count(contents(t, folder+name+"/values.yaml"), "\n"); lines >= 300 {
			t.Errorf("%s has %d lines of values", name, lines)
		}
	}
	if len(versions) != 1 {
		t.Errorf("they differ: %v", versions)
	}
}

var comment = regexp.MustCompile(`(?m)^# (chart|says|kube-version): (.*)$`)

// TestContradictionsAreRefused: each of the fixtures says which chart refuses it, and with which sentence.
func TestContradictionsAreRefused(t *testing.T) {
	files, err := filepath.Glob("testdata/refused/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d were found: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			t.Parallel()
			about := map[string]string{"kube-version": kubernetes}
			for _, m := range comment.FindAllStringSubmatch(contents(t, file), -1) {
				about[m[1]] = m[2]
			}
			_, says, err := template(t, fixture{about["chart"], file}, about["kube-version"])
			if err == nil || about["says"] == "" || !strings.Contains(says, about["says"]) {
				t.Errorf("%v: %s\nwant: %s", err, says, about["says"])
			}
		})
	}
}

// TestARenderingIsTheSameEachTime: nothing in it is of chance, so that an upgrade changes what values change.
func TestARenderingIsTheSameEachTime(t *testing.T) {
	f := fixture{"codecraft", folder + "codecraft/ci/everything-values.yaml"}
	one, _, err := template(t, f, kubernetes)
	again, _, errAgain := template(t, f, kubernetes)
	if err != nil || errAgain != nil || one != again {
		t.Errorf("it differs: %v, %v", err, errAgain)
	}
}
