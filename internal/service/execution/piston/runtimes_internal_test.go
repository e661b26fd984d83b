package piston

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

func TestTheFirstMakersRuntimeIsPickedBeforeAnothers(t *testing.T) {
	var have []wire.Language
	for id, version := range map[string]string{
		"cpp": "12.2.0", "cpp@gcc-11": "11.3.0", "cpp@clang": "22.1.8", "cpp@clang-19": "19.1.7",
		"java": "17.0.15", "java@25": "25.0.3", "javascript": "20.20.2", "javascript@26": "26.10.0", "javascript@deno": "2.9.6",
	} {
		have = append(have, wire.Language{ID: id, Version: version, Available: true})
	}
	all := runtimes(have)
	for what, want := range map[[2]string]string{
		{"c++", "*"}: "cpp", {"g++", "*"}: "cpp", {"c++", "11"}: "cpp@gcc-11", {"c++", "19"}: "cpp@clang-19", {"c++", ">=13"}: "cpp@clang",
		{"clang-c++", "*"}: "cpp@clang", {"g++", "22"}: "", {"java", "*"}: "java@25", {"java", "17.x"}: "java",
		{"javascript", "*"}: "javascript@26", {"deno-javascript", "*"}: "javascript@deno",
	} {
		if got, _ := find(all, what[0], what[1]); got.own.ID != want {
			t.Errorf("%s: got %q, not %q", what, got.own.ID, want)
		}
	}
}
