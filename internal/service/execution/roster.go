package execution

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// goneAfter without a sign of life a worker is given up.
const goneAfter = 3*wire.SignEvery + wire.SignEvery/2

// roster knows the workers by their signs, and what languages they have.
type roster struct {
	bus   *bus.Bus
	log   *slog.Logger
	table []toolchain.Language

	mu      sync.Mutex
	workers map[string]*member
	asking  map[string]bool
}

// member is one worker as the roster knows it.
type member struct {
	sign      wire.Sign
	heard     time.Time
	known     string // the languages' mark when they were asked for
	languages map[string]wire.Language
}

func newRoster(b *bus.Bus, log *slog.Logger) *roster {
	return &roster{bus: b, log: log, table: toolchain.Builtin(), workers: map[string]*member{}, asking: map[string]bool{}}
}

// hear takes a sign of life, and asks a worker that is new or has changed for its languages.
func (r *roster) hear(ctx context.Context, m bus.Message) {
	var s wire.Sign
	if err := m.Decode(&s); err != nil || s.Worker == "" {
		r.log.Warn("execution: a worker's sign cannot be read", "error", err)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, w := range r.workers {
		if time.Since(w.heard) > 10*goneAfter {
			delete(r.workers, id)
		}
	}
	w := r.workers[s.Worker]
	if w == nil {
		w = &member{}
		r.workers[s.Worker] = w
	}
	w.sign, w.heard = s, time.Now()
	if w.known != s.Languages && !r.asking[s.Worker] {
		r.asking[s.Worker] = true
		go r.ask(ctx, s)
	}
}

func (r *roster) ask(ctx context.Context, s wire.Sign) {
	all, err := bus.Request[struct{}, []wire.Language](ctx, r.bus, wire.SubjectWorker+s.Worker, struct{}{})
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.asking, s.Worker)
	w := r.workers[s.Worker]
	if err != nil || w == nil {
		return // its next sign asks again
	}
	w.known, w.languages = s.Languages, map[string]wire.Language{}
	for _, l := range all {
		w.languages[l.ID] = l
	}
}

func (w *member) present() bool { return time.Since(w.heard) < goneAfter }

// takes reports whether the worker is there, has told its languages and is not being stopped.
func (w *member) takes() bool { return w.present() && w.known != "" && !w.sign.Leaving }

// gone reports whether a worker has been silent for too long. One never heard of is not: its signs may
// still be on their way.
func (r *roster) gone(worker string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	w := r.workers[worker]
	return w != nil && !w.present()
}

// languages is the table, each row with the version some worker has of it.
func (r *roster) languages() []wire.Language {
	r.mu.Lock()
	defer r.mu.Unlock()
	rows := make([]wire.Language, len(r.table))
	for i, l := range r.table {
		rows[i] = r.row(l)
	}
	return rows
}

// row is one language as the workers have it. The lock is held.
func (r *roster) row(l toolchain.Language) wire.Language {
	row := wire.LanguageOf(l)
	if !r.anybody() {
		row.Install = "no worker is running: start one"
	}
	first := ""
	for id, w := range r.workers {
		found, ok := w.languages[l.ID]
		if !ok || !w.takes() || row.Available && !found.Available || found.Available == row.Available && first != "" && id > first {
			continue // of several, the same one is shown each time
		}
		first, row.Version, row.Available, row.Install = id, found.Version, found.Available, found.Install
	}
	return row
}

// at is the place of a language in the table, or -1.
func (r *roster) at(id string) int {
	for i := range r.table {
		if r.table[i].ID == id {
			return i
		}
	}
	return -1
}

// ready reports whether some worker has the language. The lock is held.
func (r *roster) ready(id string) bool {
	for _, w := range r.workers {
		if w.takes() && w.languages[id].Available {
			return true
		}
	}
	return false
}

// usable refuses a language that cannot be used now, and says what to do. Without any worker the fault is ours.
func (r *roster) usable(id string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := r.at(id)
	if at < 0 {
		return errs.New(errs.Invalid, "language_unavailable",
			"there is no language %q: GET /v1/languages lists them", wire.Clip(id)).At("/data/attributes/language")
	}
	if r.ready(id) {
		return nil
	}
	l := r.row(r.table[at])
	if !r.anybody() {
		return errs.New(errs.Unavailable, "no_worker", "no worker is running at the moment: try again soon").After(5 * time.Second)
	}
	return errs.New(errs.Invalid, "language_unavailable", "%s is not installed on the workers: %s", l.Name, l.Install).At("/data/attributes/language")
}

// lacks is why no worker can judge in a language and what to do about it. It is empty while one might: one that has it,
// even if it is being stopped, one that has not told yet, or one that is still to come.
func (r *roster) lacks(id string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := r.at(id)
	if at < 0 || !r.anybody() {
		return ""
	}
	for _, w := range r.workers {
		if w.present() && (w.known == "" || w.languages[id].Available) {
			return ""
		}
	}
	l := r.row(r.table[at])
	return l.Name + " is not installed on the workers: " + l.Install
}

// flagFaults are the compiler flags that a language does not take. One that is not known takes none, and is refused for that.
func (r *roster) flagFaults(id string, flags []string) []toolchain.FlagFault {
	at := r.at(id)
	if at < 0 {
		return nil
	}
	return r.table[at].FlagFaults(flags)
}

// fileFault is what a language's compilation would refuse of a program's files; one that is not known refuses nothing.
func (r *roster) fileFault(id string, files []File, entry string) *errs.Error {
	at := r.at(id)
	if at < 0 {
		return nil
	}
	named := make([]toolchain.File, len(files))
	for i, f := range files {
		named[i] = toolchain.File{Name: f.Path, Data: f.Data}
	}
	_, _, err := r.table[at].Arrange(toolchain.Request{Files: named, Entry: entry})
	return errs.Of(err)
}

// count is how many workers take work.
func (r *roster) count() (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, w := range r.workers {
		if w.takes() {
			n++
		}
	}
	return n
}

// only reports whether a worker is the one that takes work.
func (r *roster) only(worker string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, w := range r.workers {
		if w.takes() != (id == worker) {
			return false
		}
	}
	return r.workers[worker] != nil
}

// anybody reports whether a worker takes work. The lock is held.
func (r *roster) anybody() bool {
	for _, w := range r.workers {
		if w.takes() {
			return true
		}
	}
	return false
}
