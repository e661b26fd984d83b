package dropin_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/test/product"
)

// source writes a program as JSON.
func source(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(data)
}

const deep = `#include <stdio.h>
__attribute__((noinline)) int dive(int n, volatile char *above) {
	volatile char room[1024];
	room[0] = above[0];
	return n == 0 ? 0 : dive(n - 1, room) + 1 + room[0];
}
int main(void) { char none = 0; printf("%d\n", dive(16 * 1024, &none)); }`

const forks = `#include <stdio.h>
#include <unistd.h>
int main(void) {
	int n = 0;
	while (n < 100) { int p = fork(); if (p < 0) break; if (p == 0) { pause(); return 0; } n++; }
	printf("%s\n", n > 20 ? "many" : n > 4 ? "some" : "few");
	return 0;
}`

const writes = `#include <stdio.h>
int main(void) {
	static char kilobyte[1024];
	FILE *f = fopen("big", "w");
	for (int i = 0; i < 200; i++) if (fwrite(kilobyte, 1024, 1, f) != 1 || fflush(f)) return 1;
	puts("written");
}`

const spins = `#include <time.h>
int main(void) { while (clock() < CLOCKS_PER_SEC * 3 / 5); }`

// Without their flags the drop-in interfaces are not there: not even as the app's page, which would be a 200.
func TestDropinsThatAreNotServedAnswer404(t *testing.T) {
	url := product.StartEmpty(t).URL
	for _, ask := range []struct{ method, path string }{
		{"POST", "/submissions"}, {"POST", "/submissions/batch"}, {"GET", "/submissions/some-token"}, {"GET", "/languages"}, {"GET", "/about"},
		{"GET", "/api/v2/runtimes"}, {"POST", "/api/v2/execute"},
	} {
		r, err := http.NewRequestWithContext(t.Context(), ask.method, url+ask.path, strings.NewReader(`{"source_code":"echo","language_id":46}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = a.Body.Close() // only the head is looked at
		if a.StatusCode != http.StatusNotFound {
			t.Errorf("%s %s is answered %d", ask.method, ask.path, a.StatusCode)
		}
	}
}

// TestJudge0sFieldsHoldForRealPrograms: what a submission asks for is what its program gets.
func TestJudge0sFieldsHoldForRealPrograms(t *testing.T) {
	url := product.StartEmpty(t, "--judge0").URL
	awaitLanguages(t, url)
	for name, x := range map[string]struct{ fields, want string }{
		"cpu_time_limit ends a program":                  {`"language_id":50,"cpu_time_limit":0.2,"cpu_extra_time":0,"source_code":` + source("int main(void) { for (;;); }"), `{"status_id":5,"stdout":null}`},
		"cpu_extra_time lets it end, and allows nothing": {`"language_id":50,"cpu_time_limit":0.2,"cpu_extra_time":5,"source_code":` + source(spins), `{"status_id":5,"stdout":null}`},
		"with time enough it is accepted":                {`"language_id":50,"cpu_time_limit":5,"source_code":` + source(spins), `{"status_id":3,"stdout":null}`},
		"wall_time_limit ends a sleeper":                 {`"language_id":46,"wall_time_limit":1,"source_code":"sleep 30"`, `{"status_id":5,"stdout":null}`},
		"a large stack_limit":                            {`"language_id":50,"stack_limit":64000,"source_code":` + source(deep), `{"status_id":3,"stdout":"16384\n"}`},
		"a small stack_limit":                            {`"language_id":50,"stack_limit":8192,"source_code":` + source(deep), `{"status_id":7,"stdout":null}`},
		"a small stack_limit in JavaScript":              {`"language_id":63,"stack_limit":2048,"source_code":` + source("let n = 0; function dive() { n++; dive() }\ntry { dive() } catch (e) { console.log(e.name, n < 100000) }"), `{"status_id":3,"stdout":"RangeError true\n"}`},
		"max_processes_and_or_threads, many":             {`"language_id":50,"max_processes_and_or_threads":60,"source_code":` + source(forks), `{"status_id":3,"stdout":"many\n"}`},
		"max_processes_and_or_threads, some":             {`"language_id":50,"max_processes_and_or_threads":10,"source_code":` + source(forks), `{"status_id":3,"stdout":"some\n"}`},
		"max_processes_and_or_threads, few":              {`"language_id":50,"max_processes_and_or_threads":2,"source_code":` + source(forks), `{"status_id":3,"stdout":"few\n"}`},
		"a large max_file_size":                          {`"language_id":50,"max_file_size":1024,"source_code":` + source(writes), `{"status_id":3,"stdout":"written\n"}`},
		"a small max_file_size":                          {`"language_id":50,"max_file_size":100,"source_code":` + source(writes), `{"status_id":8,"stdout":null}`},
		"memory_limit":                                   {`"language_id":71,"memory_limit":32768,"source_code":"x = bytearray(200 << 20)"`, `{"status_id":12,"stdout":null}`},
		"redirect_stderr_to_stdout":                      {`"language_id":46,"redirect_stderr_to_stdout":true,"expected_output":"a\nb\nc","source_code":"echo a; echo b >&2; echo c"`, `{"status_id":3,"stdout":"a\nb\nc\n"}`},
		"command_line_arguments":                         {`"language_id":46,"command_line_arguments":"one 'two three' $(id)","source_code":"printf '%s|' \"$@\""`, `{"status_id":3,"stdout":"one|two three|$(id)|"}`},
		"compiler_options":                               {`"language_id":50,"compiler_options":"-DANSWER=42","source_code":` + source("#include <stdio.h>\nint main(void) { printf(\"%d\", ANSWER); }"), `{"status_id":3,"stdout":"42"}`},
		"no network":                                     {`"language_id":71,"source_code":` + source("import socket\ntry:\n    socket.create_connection(('127.0.0.1', 1), 1)\nexcept OSError as e:\n    print('refused')\ntry:\n    socket.create_connection(('192.0.2.1', 80), 1)\n    print('reached')\nexcept OSError:\n    print('away')"), `{"status_id":3,"stdout":"refused\naway\n"}`},
		"additional_files":                               {`"language_id":46,"source_code":"cat words.txt","additional_files":"` + archive(t, "words.txt", "from the archive") + `"`, `{"status_id":3,"stdout":"from the archive"}`},
		"a program of many files and its max_file_size": {`"language_id":89,"max_file_size":10,"additional_files":"` +
			archive(t, "compile", "head -c 50000 /dev/zero > made", "run", "wc -c < made; head -c 50000 /dev/zero > more") + `"`, `{"status_id":11,"stdout":"50000\n"}`},
		"a file that is a folder, too": {`"language_id":46,"source_code":"ls","additional_files":"` + archive(t, "a", "x", "a/b", "y") + `"`, `{"additional_files":["holds a file and a folder of one name"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := post(t, url+"/submissions?wait=true&fields=status_id,stdout", "{"+x.fields+"}")
			if got != x.want {
				_, why := post(t, url+"/submissions?wait=true&fields=*", "{"+x.fields+"}")
				t.Errorf("%s, want %s\n%s", got, x.want, why)
			}
		})
	}
}

// TestPistonsLimitsHoldForRealPrograms: those of the compiler, too.
func TestPistonsLimitsHoldForRealPrograms(t *testing.T) {
	url := product.StartEmpty(t, "--piston").URL
	awaitRuntimes(t, url)
	const slow = "#include <bits/stdc++.h>\n#include <regex>\nint main() { std::regex r(\"a+b\"); std::puts(std::regex_match(\"aab\", r) ? \"yes\" : \"no\"); }"
	const hungry = "#include <array>\nconstexpr auto make() { std::array<int, 1 << 20> a{}; for (unsigned i = 0; i < a.size(); i++) a[i] = i; return a; }\nconstexpr auto all = make();\nint main() { return all[5] - 5; }"
	for name, x := range map[string]struct{ language, source, limits, has string }{
		"time enough to compile":          {"c++", slow, ``, `"stdout":"yes\n"`},
		"compile_timeout":                 {"c++", slow + "//", `,"compile_timeout":100`, `"compile":{"stdout":"","stderr":"","output":"","code":null,"signal":"SIGKILL","message":"compiling took too long","status":"TO"`},
		"compile_cpu_time":                {"c++", slow + "///", `,"compile_cpu_time":100`, `"code":null,"signal":"SIGKILL","message":"compiling took too long","status":"TO"`},
		"compile_memory_limit":            {"c++", hungry, `,"compile_memory_limit":50000000`, `"signal":"SIGKILL","message":"the compiler used too much memory","status":"SG"`},
		"too low a compile_memory_limit":  {"c++", slow, `,"compile_memory_limit":1000`, `{"message":"compile_memory_limit must be at least 4194304"}`},
		"too high a compile_memory_limit": {"c++", slow, `,"compile_memory_limit":9000000000`, `{"message":"compile_memory_limit cannot exceed the configured limit of 1610612736"}`},
		"too high a compile_timeout":      {"c++", slow, `,"compile_timeout":60001`, `{"message":"compile_timeout cannot exceed the configured limit of 60000"}`},
		"run_timeout":                     {"bash", "sleep 30", `,"run_timeout":300`, `"signal":"SIGKILL"`},
		"run_cpu_time":                    {"bash", "while :; do :; done", `,"run_cpu_time":200`, `"status":"TO"`},
		"run_memory_limit":                {"python", "x = bytearray(200 << 20)", `,"run_memory_limit":30000000`, `"status":"SG"`},
		"no run_memory_limit":             {"python", "x = bytearray(700 << 20)\nprint(len(x))", `,"run_memory_limit":-1`, `"stdout":"734003200\n"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := post(t, url+"/api/v2/execute", `{"language":"`+x.language+`","version":"*","files":[{"content":`+source(x.source)+`}]`+x.limits+`}`)
			if !strings.Contains(got, x.has) {
				t.Errorf("%s, want %s", got, x.has)
			}
		})
	}
}

func post(t *testing.T, url, body string) (int, string) {
	t.Helper()
	a, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	data, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, string(data)
}

// archive is a zip of names and contents, in Base64.
func archive(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(files[i+1]))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}
