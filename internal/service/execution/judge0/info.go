package judge0

import (
	"net/http"
	"runtime"
	"slices"
	"strconv"
)

// version is the interface's that is spoken here: clients choose their tables of languages by it.
const version = "1.13.1"

const (
	homepage   = "https://github.com/codecraft-hq/codecraft"
	maintainer = "the operator of this host"
	license    = "This is CodeCraft, which speaks Judge0's interface. Its licence is at " + homepage + ".\n"
)

func (s *Service) about(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]string{
		"version": version, "homepage": homepage, "source_code": homepage, "maintainer": maintainer,
	})
}

// systemInfo tells what does not help an attacker.
func (s *Service) systemInfo(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]string{"Architecture": runtime.GOARCH, "CPU(s)": strconv.Itoa(runtime.NumCPU()), "Operating system": runtime.GOOS})
}

// listLanguages answers those installed here or, for /languages/all, all that are known.
func (s *Service) listLanguages(w http.ResponseWriter, r *http.Request) {
	table := languageTable(s.runner.Languages())
	if r.URL.Path != "/languages/all" {
		table = slices.DeleteFunc(table, func(l language) bool { return l.Archived })
	}
	rows := make([]map[string]any, len(table))
	for i, l := range table {
		rows[i] = map[string]any{"id": l.ID, "name": l.Name}
		if r.URL.Path == "/languages/all" {
			rows[i]["is_archived"] = l.Archived
		}
	}
	answer(w, http.StatusOK, rows)
}

func (s *Service) showLanguage(w http.ResponseWriter, r *http.Request) {
	number, err := strconv.Atoi(r.PathValue("id"))
	l, ok := languageNumbered(languageTable(s.runner.Languages()), number)
	if err != nil || !ok {
		fail(w, http.StatusNotFound, "there is no language with this id")
		return
	}
	row := map[string]any{"id": l.ID, "name": l.Name, "is_archived": l.Archived, "source_file": nil, "compile_cmd": nil, "run_cmd": nil}
	if l.ID != multiFile {
		row["source_file"] = l.own.FileName
	}
	answer(w, http.StatusOK, row)
}

// workers answers as one queue with this process's places; a place runs one submission.
func (s *Service) workers(w http.ResponseWriter, r *http.Request) {
	queued, running, err := s.waiting(r.Context())
	if err != nil {
		s.failWith(w, r, err)
		return
	}
	working := min(int(running), s.config.Parallel)
	answer(w, http.StatusOK, []map[string]any{{
		"queue": "default", "size": queued, "available": s.config.Parallel, "idle": s.config.Parallel - working, "working": working,
		"paused": 0, "failed": 0,
	}})
}
