package verify_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/verify"
	"github.com/codecraft-hq/codecraft/test/form"
)

// testlibFile is where `make build/testlib.h` puts the library that checkers of Polygon are written with.
const testlibFile = "../../../../build/testlib.h"

const (
	sumChecker = `#include "testlib.h"
int main(int argc, char *argv[]) {
    registerTestlibCmd(argc, argv);
    long long n = inf.readLong();
    long long a = ouf.readLong(1, n, "first"), b = ouf.readLong(1, n, "second");
    ans.readLong();
    if (a + b == n + 1) quitp(0.5 * 50, "half");
    if (a + b != n) quitf(_wa, "%lld and %lld do not make %lld", a, b, n);
    quitf(_ok, "right");
}
`
	nonNegative = `#include "testlib.h"
int main(int argc, char *argv[]) {
    registerValidation(argc, argv);
    inf.readInt(2, 1000, "n");
    inf.readEoln();
    inf.readEof();
}
`
	guessInteractor = `#include "testlib.h"
int main(int argc, char *argv[]) {
    registerInteraction(argc, argv);
    int secret = inf.readInt(), guesses = 0;
    for (;;) {
        int guess = ouf.readInt(1, 1000, "guess");
        guesses++;
        std::cout << (guess == secret ? "correct" : guess > secret ? "lower" : "higher") << std::endl;
        if (guess == secret) break;
    }
    tout << guesses << std::endl;
    quitf(_ok, "found");
}
`
	guessChecker = `#include "testlib.h"
int main(int argc, char *argv[]) {
    registerTestlibCmd(argc, argv);
    int guesses = ouf.readInt();
    if (guesses > 10) quitf(_wa, "%d guesses", guesses);
    quitf(_ok, "few guesses");
}
`
)

// polygonPackage is a package of two tests with the library among its files.
func polygonPackage(t *testing.T, library []byte, tests, points string, solutions, programs map[string]string) fstest.MapFS {
	t.Helper()
	var assets, listed strings.Builder
	for kind := range programs {
		asset := fmt.Sprintf(`<%[1]s><source path="files/%[1]s.cpp" type="cpp.g++17"/></%[1]s>`, kind)
		if kind == "validator" {
			asset = "<validators>" + asset + "</validators>"
		}
		assets.WriteString(asset)
	}
	files := fstest.MapFS{"files/testlib.h": {Data: library}}
	for kind, source := range programs {
		files["files/"+kind+".cpp"] = &fstest.MapFile{Data: []byte(source)}
	}
	for tag, source := range solutions {
		fmt.Fprintf(&listed, `<solution tag="%[1]s"><source path="solutions/%[1]s.py" type="python.3"/></solution>`, tag)
		files["solutions/"+tag+".py"] = &fstest.MapFile{Data: []byte(source)}
	}
	for i, n := range strings.Fields(tests) {
		files[fmt.Sprintf("tests/%02d", i+1)] = &fstest.MapFile{Data: []byte(n + "\n")}
		files[fmt.Sprintf("tests/%02d.a", i+1)] = &fstest.MapFile{Data: []byte("1 1\n")}
	}
	one := `<test method="manual"` + points + `/>`
	files["problem.xml"] = &fstest.MapFile{Data: []byte(`<problem short-name="p"><judging><testset name="tests"><time-limit>2000</time-limit>` +
		`<test-count>2</test-count><input-path-pattern>tests/%02d</input-path-pattern><answer-path-pattern>tests/%02d.a</answer-path-pattern>` +
		`<tests>` + one + one + `</tests></testset></judging><assets>` + assets.String() + `<solutions>` + listed.String() + `</solutions></assets></problem>`)}
	return files
}

const bisecting = `low, high = 1, 1000
while True:
    middle = (low + high) // 2
    print(middle, flush=True)
    answer = input()
    if answer == "correct": break
    if answer == "lower": high = middle - 1
    else: low = middle + 1
`

// The library itself compiles here and its programs are understood: its ends, messages, points and conversations.
func TestProgramsThatUseTestlib(t *testing.T) {
	form.Whole(t, "programs of packages that use no library, in TestPackagesOfEveryKindAreJudgedAsTheySay")
	library, err := os.ReadFile(testlibFile)
	switch {
	case err != nil && os.Getenv("CI") != "":
		t.Fatal("testlib.h is not here: `make build/testlib.h` fetches it, as `make test` does")
	case err != nil:
		t.Skip("SKIPPED: testlib.h is not here; `make test` fetches it")
	}
	v := newVerification(t)
	for name, c := range map[string]struct {
		tests, points       string
		solutions, programs map[string]string
		got                 map[string]judge.Verdict
		says                map[string]string
		score               map[string]float64
	}{
		"a checker that gives points, and a validator": {
			tests: "7 10", points: ` points="50"`,
			programs: map[string]string{"checker": sumChecker, "validator": nonNegative},
			solutions: map[string]string{"main": "n = int(input())\nprint(1, n - 1)\n", "wrong-answer": "print(1, 1)\n",
				"presentation-error": "print('one')\n", "rejected": "n = int(input())\nprint(1, n if n == 7 else 1)\n"},
			got: map[string]judge.Verdict{"main": judge.Accepted, "wrong-answer": judge.WrongAnswer, "presentation-error": judge.WrongAnswer,
				"rejected": judge.WrongAnswer},
			says:  map[string]string{"wrong-answer": "wrong answer 1 and 1 do not make 7", "presentation-error": "wrong output format"},
			score: map[string]float64{"main": 100, "rejected": 25},
		},
		"an interactor and a checker": {
			tests:     "700 1000",
			programs:  map[string]string{"interactor": guessInteractor, "checker": guessChecker},
			solutions: map[string]string{"main": bisecting, "wrong-answer": "n = 1\nprint(n, flush=True)\nwhile input() != 'correct':\n    n += 1\n    print(n, flush=True)\n"},
			got:       map[string]judge.Verdict{"main": judge.Accepted, "wrong-answer": judge.WrongAnswer},
			says:      map[string]string{"wrong-answer": "700 guesses"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := packages.Read(polygonPackage(t, library, c.tests, c.points, c.solutions, c.programs), v.Toolchain.Table().Languages())
			if err != nil {
				t.Fatal(err)
			}
			report, err := v.Run(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			if !report.Agrees || len(report.Faults) > 0 || len(report.Submissions) != len(c.got) || (report.Checks > 0) != (c.programs["validator"] != "") {
				t.Errorf("%+v", report)
			}
			checkRows(t, report, c.got, c.says, c.score)
		})
	}
}

func checkRows(t *testing.T, report verify.Report, got map[string]judge.Verdict, says map[string]string, score map[string]float64) {
	t.Helper()
	for _, s := range report.Submissions {
		tag := strings.TrimSuffix(s.Name[strings.LastIndex(s.Name, "/")+1:], ".py")
		if s.Got != got[tag] || !strings.Contains(s.Detail, says[tag]) || s.Score != score[tag] {
			t.Errorf("%s: %s with %g points: %s", s.Name, s.Got, s.Score, s.Detail)
		}
	}
}
