package problems_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
)

// Each way in which a package can fail at the start, beside one that is as it should be.
func TestOnePackageThatFailsKeepsNoOtherBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Owner)
		asked := w.judgeAll()
		folder := fstest.MapFS{}
		add := func(slug string, change map[string]string) {
			files := packageFiles(slug + "/")
			files[slug+"/problem.yaml"] = "name: " + slug + "\nlimits: {time_limit: 2}\n"
			for name, text := range change {
				files[slug+"/"+name] = text
			}
			for name, text := range files {
				folder[name] = &fstest.MapFile{Data: []byte(text)}
			}
		}
		add("a-unreadable", map[string]string{"problem.yaml": "name: [\n"})
		add("b-mislabelled", map[string]string{"submissions/time_limit_exceeded/slow.py": "print('quick')\n"})
		add("c-hopeless", map[string]string{"submissions/accepted/a.py": "# WA\n", "submissions/accepted/b.c": "// WA\n"})
		add("d-whole", nil)
		var mu sync.Mutex
		published := map[string]bool{}
		err := w.service.Seed(t.Context(), who.Organization, who.User, folder, func(slug string, err error) {
			mu.Lock()
			defer mu.Unlock()
			published[slug] = err == nil
		})
		for slug, want := range map[string]bool{"a-unreadable": false, "b-mislabelled": true, "c-hopeless": false, "d-whole": true} {
			if got, told := published[slug]; got != want || !told {
				t.Errorf("%s: published %v, told %v", slug, got, told)
			}
			if want == (err == nil || strings.Contains(err.Error(), "seed "+slug)) {
				t.Errorf("%s: the seed says %v", slug, err)
			}
		}
		asked.mu.Lock()
		for _, q := range asked.all {
			if q.Priority != execution.PrioritySeed { // a candidate does not wait for a demo to be filled
				t.Errorf("%v is judged with priority %d", q.Subject, q.Priority)
			}
		}
		asked.mu.Unlock()
		for _, p := range w.list(who, "/v1/problems").Data {
			if p.Attributes["slug"] != "b-mislabelled" {
				continue
			}
			var left []string
			for _, r := range w.list(who, "/v1/reference-solutions?filter%5Bproblem%5D="+p.ID).Data {
				left = append(left, r.Attributes["name"].(string))
			}
			if slices.ContainsFunc(left, func(name string) bool { return strings.Contains(name, "slow") }) || len(left) != 3 {
				t.Errorf("its references are %v", left)
			}
		}
	})
}
