package execution_test

import (
	"encoding/base64"
	"net/http"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// runFile is a file of a request.
func runFile(path, content, encoding string) map[string]any {
	return map[string]any{"path": path, "content": content, "encoding": encoding}
}

// What a run may ask for reaches the compiler and the program.
func TestWhatARunAsksForReachesItsProgram(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	bytes := base64.StdEncoding.EncodeToString([]byte{0, 0xff, 0xfe, '\n', 'A'})
	const standard = "#include <stdio.h>\nint main(){printf(\"%ld %d\", __STDC_VERSION__, WORD);}"
	two := []any{
		runFile("main.sh", "echo the usual one", "utf-8"),
		runFile("app/start.sh", "echo \"started, beside $(basename \"$0\" .sh)\"; . \"$(dirname \"$0\")/lib/name.sh\"; echo \"$name\"", "utf-8"),
		runFile("app/lib/name.sh", "name=Ada", "utf-8"),
	}
	for name, c := range map[string]struct {
		attributes map[string]any
		want       string
	}{
		"data files lie where the program starts, folders too": {
			map[string]any{"language": "bash", "source": "cat words.txt tables/two.csv; find . -type f | sort",
				"dataFiles": []any{runFile("words.txt", "one\n", "utf-8"), runFile("tables/two.csv", "2,3\n", "utf-8")}},
			"one\n2,3\n./tables/two.csv\n./words.txt\n",
		},
		"data in base64 arrives byte for byte": {
			map[string]any{"language": "bash", "source": "od -An -tx1 raw.bin", "dataFiles": []any{runFile("raw.bin", bytes, "base64")}},
			" 00 ff fe 0a 41\n",
		},
		"a file of the program that is no source may be base64": {
			map[string]any{"language": "bash", "files": []any{runFile("main.sh", "od -An -tx1 raw.bin", "utf-8"), runFile("raw.bin", bytes, "base64")}},
			" 00 ff fe 0a 41\n",
		},
		"variables beside those of the sandbox": {
			map[string]any{"language": "bash", "source": "echo \"$GREETING|$DEBUG|${LANG:+set}\"", "env": map[string]any{"GREETING": "hi = there", "DEBUG": "1"}},
			"hi = there|1|set\n",
		},
		"a variable changes nothing of the compiler": {
			map[string]any{"language": "c", "source": "#include <stdio.h>\n#include <stdlib.h>\nint main(){puts(getenv(\"CPATH\"));}", "env": map[string]any{"CPATH": "/nowhere"}},
			"/nowhere\n",
		},
		"the file to start is the one that is named": {
			map[string]any{"language": "bash", "files": two, "entry": "app/start.sh"}, "started, beside start\nAda\n",
		},
		"without a name it is the language's": {
			map[string]any{"language": "bash", "files": two}, "the usual one\n",
		},
		"compiler flags": {
			map[string]any{"language": "c", "source": standard, "compilerFlags": []any{"-std=c99", "-DWORD=7", "-O0"}}, "199901 7",
		},
	} {
		t.Run(name, func(t *testing.T) {
			status, doc := w.do(member(identity.Interviewer), "POST", "/v1/runs?waitForEnd=true", c.attributes)
			if status != http.StatusCreated {
				t.Fatalf("POST answers %d: %+v", status, doc.Errors)
			}
			if doc.attribute("status") != "ok" || doc.attribute("stdout") != c.want {
				t.Errorf("it writes %q, want %q (%v)", doc.attribute("stdout"), c.want, doc.Data.Attributes)
			}
		})
	}
}
