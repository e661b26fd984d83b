package roster

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// goneAfter without a sign of life a worker is given up.
const goneAfter = 3*wire.SignEvery + wire.SignEvery/2

// member is one worker as the roster knows it.
type member struct {
	sign      wire.Sign
	heard     time.Time
	known     string // the languages' mark when they were asked for
	languages map[string]wire.Language
}

// Hear takes a sign of life, and asks a worker that is new or has changed for its languages.
func (s *Service) Hear(ctx context.Context, m bus.Message) {
	var sign wire.Sign
	if err := m.Decode(&sign); err != nil || sign.Worker == "" {
		s.log.Warn("execution: a worker's sign cannot be read", "error", err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, w := range s.workers {
		if time.Since(w.heard) > 10*goneAfter {
			delete(s.workers, id)
		}
	}
	w := s.workers[sign.Worker]
	if w == nil {
		w = &member{}
		s.workers[sign.Worker] = w
	}
	w.sign, w.heard = sign, time.Now()
	if w.known != sign.Languages && !s.asking[sign.Worker] {
		s.asking[sign.Worker] = true
		go s.ask(ctx, sign)
	}
}

func (s *Service) ask(ctx context.Context, sign wire.Sign) {
	all, err := bus.Request[struct{}, []wire.Language](ctx, s.bus, wire.SubjectWorker+sign.Worker, struct{}{})
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.asking, sign.Worker)
	w := s.workers[sign.Worker]
	if err != nil || w == nil {
		return // its next sign asks again
	}
	w.known, w.languages = sign.Languages, map[string]wire.Language{}
	for _, l := range all {
		w.languages[l.ID] = l
	}
}

func (w *member) present() bool { return time.Since(w.heard) < goneAfter }

// takes reports whether the worker is there, has told its languages and is not being stopped.
func (w *member) takes() bool { return w.present() && w.known != "" && !w.sign.Leaving }

// Gone reports whether a worker has been silent for too long. One never heard of is not: its signs may
// still be on their way.
func (s *Service) Gone(worker string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workers[worker]
	return w != nil && !w.present()
}

// Languages is the table, each row with the version some worker has of it.
func (s *Service) Languages() []wire.Language {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := make([]wire.Language, len(s.table))
	for i, l := range s.table {
		rows[i] = s.row(l)
	}
	return rows
}

// row is one language as the workers have it. The lock is held.
func (s *Service) row(l toolchain.Language) wire.Language {
	row := wire.LanguageOf(l)
	if !s.anybody() {
		row.Install = "no worker is running: start one"
	}
	first := ""
	for id, w := range s.workers {
		found, ok := w.languages[l.ID]
		if !ok || !w.takes() || row.Available && !found.Available || found.Available == row.Available && first != "" && id > first {
			continue // of several, the same one is shown each time
		}
		first, row.Version, row.Available, row.Install = id, found.Version, found.Available, found.Install
	}
	return row
}

// at is the place of a language in the table, or -1.
func (s *Service) at(id string) int {
	for i := range s.table {
		if s.table[i].ID == id {
			return i
		}
	}
	return -1
}

// ready reports whether some worker has the language. The lock is held.
func (s *Service) ready(id string) bool {
	for _, w := range s.workers {
		if w.takes() && w.languages[id].Available {
			return true
		}
	}
	return false
}

// Usable refuses a language that cannot be used now, and says what to do. Without any worker the fault is ours.
func (s *Service) Usable(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.at(id)
	if at < 0 {
		return errs.New(errs.Invalid, "language_unavailable",
			"there is no language %q: GET /v1/languages lists them", wire.Clip(id)).At("/data/attributes/language")
	}
	if s.ready(id) {
		return nil
	}
	l := s.row(s.table[at])
	if !s.anybody() {
		return errs.New(errs.Unavailable, "no_worker", "no worker is running at the moment: try again soon").After(5 * time.Second)
	}
	return errs.New(errs.Invalid, "language_unavailable", "%s is not installed on the workers: %s", l.Name, l.Install).At("/data/attributes/language")
}

// Lacks is why no worker can judge in a language and what to do about it. It is empty while one might: one that has it,
// even if it is being stopped, one that has not told yet, or one that is still to come.
func (s *Service) Lacks(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.at(id)
	if at < 0 || !s.anybody() {
		return ""
	}
	for _, w := range s.workers {
		if w.present() && (w.known == "" || w.languages[id].Available) {
			return ""
		}
	}
	l := s.row(s.table[at])
	return l.Name + " is not installed on the workers: " + l.Install
}

// FlagFaults are the compiler flags that a language does not take. One that is not known takes none, and is refused for that.
func (s *Service) FlagFaults(id string, flags []string) []toolchain.FlagFault {
	at := s.at(id)
	if at < 0 {
		return nil
	}
	return s.table[at].FlagFaults(flags)
}

// FileFault is what a language's compilation would refuse of a program's files; one that is not known refuses nothing.
func (s *Service) FileFault(id string, files []toolchain.File, entry string) *errs.Error {
	at := s.at(id)
	if at < 0 {
		return nil
	}
	_, _, err := s.table[at].Arrange(toolchain.Request{Files: files, Entry: entry})
	return errs.Of(err)
}

// Count is how many workers take work.
func (s *Service) Count() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.workers {
		if w.takes() {
			n++
		}
	}
	return n
}

// Only reports whether a worker is the one that takes work.
func (s *Service) Only(worker string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, w := range s.workers {
		if w.takes() != (id == worker) {
			return false
		}
	}
	return s.workers[worker] != nil
}

// anybody reports whether a worker takes work. The lock is held.
func (s *Service) anybody() bool {
	for _, w := range s.workers {
		if w.takes() {
			return true
		}
	}
	return false
}

// Capacity is how many judgements the workers do at once.
func (s *Service) Capacity() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.workers {
		if w.takes() {
			n += w.sign.Slots - 1
		}
	}
	return n
}
