package sandboxtest

import (
	"os"
	"slices"
	"testing"
)

// FormVariable says how much of the suite is run: Whole, Short, or without it all but the attacks that take long where there is
// less than full protection.
//
// One machine has the suite at several levels, in containers and in an emulated machine. CI runs all of it where there is full
// protection, and make test-all at Contained, too, where there is least. What the others do by the same means is proven there, so
// that they have the short form: the sections and attacks that are listed here, and nothing else. An attack of which a level decides
// differently, as its case says, is on that level's list; of the others there are some of each family. The whole is a target of the
// Makefile.
const (
	FormVariable = "CODECRAFT_CONFORMANCE"
	Whole        = "whole"
	Short        = "short"
)

// wholes are the targets that run all of what a level's short form leaves out.
var wholes = map[Level]string{
	Full: "make test-v2", Unprivileged: "make test-sandbox", Contained: "make test-sandbox", Alone: "make test-sandbox", Container: "make test-docker",
}

// shortSections are the sections of the short form. In an emulated machine they are those in which control groups have a part.
func shortSections(level Level) []string {
	if level == Full {
		return []string{"endings", "slots", "identities", "attacks"}
	}
	return []string{"endings", "streams", "signals", "files", "slots", "identities", "attacks"}
}

// ordinary are attacks on what holds an ordinary user's programs: namespaces without groups and users, or looking.
var ordinary = []string{
	"between/access-times", "between/held-space", "between/leftover-files", "between/process-numbers", "between/surviving-process",
	"checker/candidate-output", "checker/linked-feedback",
	"compile/background", "compile/read-secrets",
	"escape/become-root", "escape/change-root", "escape/group-names", "escape/host-files", "escape/host-root", "escape/into-groups",
	"escape/kill-everyone", "escape/mounts", "escape/process-controls", "escape/process-memory", "escape/secrets", "escape/see-processes",
	"escape/sockets", "escape/unshare", "escape/write-root",
	"files/device-output", "files/exchanged-folders", "files/symlink-output",
	"resource/cached-memory", "resource/caught-memory", "resource/cpu-in-grandchildren", "resource/cpu-in-short-children", "resource/fork-bomb",
	"resource/memory", "resource/memory-file", "resource/memory-in-children", "resource/process-limit", "resource/session-bomb",
	"resource/shared-memory-counts", "resource/socket-buffers", "resource/stop-everyone", "resource/thread-bomb", "resource/zombies",
	"terminal/foreign-terminals", "terminal/left-open", "terminal/steal-control",
}

// shortAttacks are the attacks of the short form.
var shortAttacks = map[Level][]string{
	// An emulated machine is slow: what control groups decide there, and what leaves them.
	Full: {
		"between/leftover-files", "between/page-cache", "between/surviving-process", "escape/kernel-settings",
		"resource/caught-memory", "resource/cpu-in-grandchildren", "resource/fork-bomb", "resource/memory", "resource/memory-in-children",
		"resource/page-cache", "resource/process-limit", "resource/stop-everyone",
	},
	Unprivileged: ordinary,
	Contained:    ordinary,
	Alone:        ordinary,
	// Each takes a container to compile it and one to run it.
	Container: {
		"between/held-space", "between/leftover-files", "between/surviving-process",
		"checker/candidate-output",
		"compile/read-secrets",
		"escape/become-root", "escape/change-root", "escape/host-files", "escape/host-root", "escape/mounts", "escape/process-memory",
		"escape/second-table", "escape/secrets", "escape/sockets", "escape/unshare",
		"files/symlink-output",
		"resource/cpu-in-grandchildren", "resource/fork-bomb", "resource/memory-in-children", "resource/output-flood",
		"terminal/more-terminals", "terminal/steal-control",
	},
}

// unlessShort leaves out what is not listed, when the short form is asked for.
func (s *suite) unlessShort(t *testing.T, listed []string, name string) {
	t.Helper()
	if s.short && !slices.Contains(listed, name) {
		t.Skipf("SKIPPED: it is not of the short form; %s runs it", wholes[s.level])
	}
}

// often is how many times something is done again and again: a quarter as many in the short form, where a run may take a container.
func (s *suite) often(times int) int {
	if s.short {
		return (times + 3) / 4
	}
	return times
}

// isShort tells whether a level has its short form: when it is asked for, and in CI (go test -short) where there is least protection,
// which make test-all has the whole of.
func isShort(level Level) bool {
	return form() == Short || form() == "" && testing.Short() && (level == Contained || level == Alone)
}

func form() string { return os.Getenv(FormVariable) }

// everyAttack tells whether those that take long are done. Where there are several levels on one machine they are in the suites
// of full protection and of containers alone, unless the whole is asked for (make test-sandbox): every kind of attack has quicker
// ones that are done on each level.
func (s *suite) everyAttack() bool {
	return s.level == Full || s.level == Container || form() == Whole
}
