package operations

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// The states of a part, the best first.
const (
	Ready    = "ready"
	Degraded = "degraded"
	Failing  = "failing"
	Silent   = "silent"
	Missing  = "missing"
)

// Overview is the whole installation as its processes told last.
type Overview struct {
	At        time.Time         `json:"at" readOnly:"true" doc:"When this was put together"`
	Parts     []Part            `json:"parts" readOnly:"true" doc:"The modules of the product, the queue between them, and a video server elsewhere"`
	Queue     []Lane            `json:"queue" readOnly:"true" doc:"What waits for workers; empty while no process of execution tells"`
	Load      Load              `json:"load" readOnly:"true" doc:"Of all processes together"`
	Workers   []WorkerState     `json:"workers" readOnly:"true"`
	Languages []LanguageState   `json:"languages" readOnly:"true" doc:"Those of the workers that tell how they are"`
	Problems  []ReportedProblem `json:"problems" readOnly:"true" doc:"The last warnings and errors, the newest first"`
	Processes []Process         `json:"processes" readOnly:"true" doc:"Those that have run longest first"`
}

// ResourceType implements jsonapi.Named.
func (Overview) ResourceType() string { return "operations" }

// Part is one module of the product in all processes that run it.
type Part struct {
	Name      string `json:"name"`
	State     string `json:"state" enum:"ready,degraded,failing,silent,missing" doc:"degraded: some of its processes are not ready; silent: none tells how it is any more; missing: none was heard of"`
	Reason    string `json:"reason" doc:"Why it is not ready; empty when it is"`
	Processes int    `json:"processes" doc:"That run it, silent ones too"`
}

// Load is what goes on.
type Load struct {
	RequestsUnderWay  float64 `json:"requestsUnderWay"`
	Streams           float64 `json:"streams" doc:"Event streams that are open"`
	Sockets           float64 `json:"sockets" doc:"WebSockets that are open"`
	Attempts          float64 `json:"attempts" doc:"That run now"`
	MailsWaiting      float64 `json:"mailsWaiting"`
	MailsOldest       float64 `json:"mailsOldestSeconds" doc:"How long the oldest of them has waited"`
	OutboxWaiting     float64 `json:"outboxWaiting" doc:"Messages that wait to be sent to the queue"`
	HasVideo          bool    `json:"hasVideo" doc:"Whether a process carries the video of interviews"`
	VideoRooms        float64 `json:"videoRooms"`
	VideoParticipants float64 `json:"videoParticipants"`
	Recordings        float64 `json:"recordings" doc:"Interviews that are being recorded"`
}

// WorkerState is a worker with the process that it is.
type WorkerState struct {
	Process       string   `json:"process" doc:"Its id"`
	Host          string   `json:"host"`
	Silent        bool     `json:"silent" doc:"It tells nothing any more: this is how it was"`
	Level         string   `json:"level" enum:"isolated,contained,unprotected"`
	Means         string   `json:"means" doc:"What the level means"`
	Off           []string `json:"off" doc:"Protections that do not hold on its host"`
	Slots         float64  `json:"slots" doc:"Programs that it runs at once"`
	Runs          float64  `json:"runs" doc:"Slots that are busy with runs"`
	Judgings      float64  `json:"judgings" doc:"Slots that are busy with judgings"`
	Waiting       float64  `json:"waiting" doc:"Runs and judgings that it has and that wait for a slot"`
	Terminals     float64  `json:"terminals" doc:"Interactive runs that it has at once, beside the slots"`
	TerminalsBusy float64  `json:"terminalsBusy"`
}

// LanguageState is a language on all workers.
type LanguageState struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Versions []string `json:"versions" doc:"That workers have; more than one: a program may meet either"`
	Workers  int      `json:"workers" doc:"That have it"`
	Problem  string   `json:"problem" doc:"Of a worker that has it not, or not whole; empty when all have it"`
}

// ReportedProblem is a line of a log with the process that wrote it.
type ReportedProblem struct {
	telemetry.Problem
	Process string `json:"process" doc:"Its id"`
	Host    string `json:"host"`
}

// Process is one as it told last.
type Process struct {
	ID               string    `json:"id"`
	Host             string    `json:"host"`
	Services         []string  `json:"services"`
	Version          string    `json:"version"`
	Commit           string    `json:"commit"`
	GoVersion        string    `json:"goVersion"`
	StartedAt        time.Time `json:"startedAt"`
	ToldAt           time.Time `json:"toldAt" doc:"When it told how it is, by the clock of the process that answers"`
	Silent           bool      `json:"silent" doc:"It tells nothing any more: this is how it was"`
	Units            []Unit    `json:"units"`
	Goroutines       int       `json:"goroutines"`
	MemoryBytes      float64   `json:"memoryBytes" doc:"Of the process"`
	MemoryUsedBytes  float64   `json:"memoryUsedBytes" doc:"Of its host, or of the container that it is in"`
	MemoryLimitBytes float64   `json:"memoryLimitBytes" doc:"That these have"`
	DiskFreeBytes    float64   `json:"diskFreeBytes" doc:"Of the file system of its data folder"`
	DiskSizeBytes    float64   `json:"diskSizeBytes"`
	Settings         []Setting `json:"settings" doc:"Those in force"`
}

const maxProblems = 100

// Overview puts together what processes told; modules are those that there are.
func (b *Board) Overview(modules []string) Overview {
	now, all := b.processes()
	outbox := map[string]float64{} // replicas of a service look into the same one
	o := Overview{At: now.UTC(), Languages: languages(now, all)}
	names := append(slices.Clone(modules), QueueUnit)
	for _, unit := range []string{BucketUnit, VideoUnit} {
		if slices.ContainsFunc(all, func(t told) bool { return t.has(unit) }) {
			names = append(names, unit)
		}
	}
	for _, module := range names {
		o.Parts = append(o.Parts, partOf(module, now, all))
	}
	for _, t := range all {
		o.Processes = append(o.Processes, processOf(t, now))
		if w := t.Worker; w != nil {
			o.Workers = append(o.Workers, WorkerState{
				Process: t.ID, Host: t.Host, Silent: t.silent(now), Level: w.Level, Means: w.Means, Off: list(w.Off), Slots: w.Slots, Runs: w.Runs, Judgings: w.Judgings,
				Waiting: w.Waiting, Terminals: w.Terminals, TerminalsBusy: w.TerminalsBusy,
			})
		}
		for _, p := range t.Problems {
			o.Problems = append(o.Problems, ReportedProblem{p, t.ID, t.Host})
		}
		if !t.silent(now) {
			o.add(t.Figures)
			for service, n := range t.Figures.Outbox {
				outbox[service] = max(outbox[service], n)
			}
		}
	}
	for _, n := range outbox {
		o.Load.OutboxWaiting += n
	}
	slices.SortStableFunc(o.Problems, func(a, b ReportedProblem) int { return b.At.Compare(a.At) })
	o.Problems = o.Problems[:min(len(o.Problems), maxProblems)]
	return o
}

// add counts a process in. Judgings wait in the database that all replicas look into, so that the most of what they tell counts;
// a run waits in the replica that was asked for it. Mails and what has waited longest are the same for all.
func (o *Overview) add(f Figures) {
	for _, lane := range f.Queue {
		at := slices.IndexFunc(o.Queue, func(known Lane) bool { return known.Name == lane.Name })
		if at < 0 {
			o.Queue = append(o.Queue, lane)
			continue
		}
		known := &o.Queue[at]
		known.OldestSeconds = max(known.OldestSeconds, lane.OldestSeconds)
		if lane.Name == "runs" {
			known.Waiting += lane.Waiting
		} else {
			known.Waiting = max(known.Waiting, lane.Waiting)
		}
	}
	l := &o.Load
	l.RequestsUnderWay, l.Streams, l.Sockets = l.RequestsUnderWay+f.RequestsUnderWay, l.Streams+f.Streams, l.Sockets+f.Sockets
	l.VideoRooms, l.VideoParticipants, l.Recordings = l.VideoRooms+f.VideoRooms, l.VideoParticipants+f.VideoParticipants, l.Recordings+f.Recordings
	l.HasVideo = l.HasVideo || f.HasVideo
	l.Attempts, l.MailsWaiting, l.MailsOldest = max(l.Attempts, f.Attempts), max(l.MailsWaiting, f.MailsWaiting), max(l.MailsOldest, f.MailsOldest)
}

// list is one that is [] in a document where there is nothing.
func list[T any](all []T) []T { return append([]T{}, all...) }

func processOf(t told, now time.Time) Process {
	f := t.Figures
	return Process{
		ID: t.ID, Host: t.Host, Services: list(t.Services), Version: t.Version, Commit: t.Commit, GoVersion: t.GoVersion, StartedAt: t.StartedAt,
		ToldAt: t.at.UTC(), Silent: t.silent(now), Units: list(t.Units), Goroutines: t.Goroutines, MemoryBytes: f.MemoryBytes, MemoryUsedBytes: f.MemoryUsedBytes,
		MemoryLimitBytes: f.MemoryLimitBytes, DiskFreeBytes: f.DiskFreeBytes, DiskSizeBytes: f.DiskSizeBytes, Settings: list(t.Settings),
	}
}

// The units by which processes tell how their neighbours are: every one whether it reaches the queue, and those whose files are in a bucket,
// or whose video is carried elsewhere, whether they reach that.
const (
	QueueUnit  = "queue"
	BucketUnit = "bucket"
	VideoUnit  = "video"
)

// partOf looks at all processes that run a module, or tell of a neighbour.
func partOf(name string, now time.Time, all []told) Part {
	p := Part{Name: name, State: Ready}
	var ready, failing int
	var reasons []string
	for _, t := range all {
		if !slices.Contains(t.Services, name) && !t.has(name) && name != QueueUnit {
			continue
		}
		p.Processes++
		switch reason := t.lacks(name); {
		case t.silent(now):
			reasons = append(reasons, fmt.Sprintf("%s has not been heard of since %s", t.Host, t.at.UTC().Format("2006-01-02 15:04:05 UTC")))
		case reason != "":
			failing++
			reasons = append(reasons, reason)
		default:
			ready++
		}
	}
	switch {
	case p.Processes == 0:
		p.State, reasons = Missing, []string{"no process that runs it has told how it is: start one, and see that it has the same --nats-url"}
	case ready == p.Processes:
	case ready > 0:
		p.State = Degraded
	case failing > 0:
		p.State = Failing
	default:
		p.State = Silent
	}
	p.Reason = strings.Join(slices.Compact(reasons), "; ")
	return p
}

// has tells whether a process tells of a unit.
func (t told) has(unit string) bool {
	return slices.ContainsFunc(t.Units, func(u Unit) bool { return u.Name == unit })
}

// lacks is why a unit is not ready; empty when it is.
func (t told) lacks(unit string) string {
	at := slices.IndexFunc(t.Units, func(u Unit) bool { return u.Name == unit })
	switch {
	case at < 0:
		return "it has not begun on " + t.Host
	case t.Units[at].Ready:
		return ""
	}
	return cmp.Or(t.Units[at].Reason, "it is not ready on "+t.Host)
}

// languages are those of all workers that tell, by name; those that nobody has come last.
func languages(now time.Time, all []told) (states []LanguageState) {
	for _, t := range all {
		if t.Worker == nil || t.silent(now) {
			continue
		}
		for _, l := range t.Worker.Languages {
			at := slices.IndexFunc(states, func(s LanguageState) bool { return s.ID == l.ID })
			if at < 0 {
				at, states = len(states), append(states, LanguageState{ID: l.ID, Name: l.Name, Versions: []string{}})
			}
			s := &states[at]
			s.Problem = cmp.Or(s.Problem, l.Problem)
			if l.Installed {
				s.Workers++
				if !slices.Contains(s.Versions, l.Version) {
					s.Versions = append(s.Versions, l.Version)
				}
			}
		}
	}
	slices.SortStableFunc(states, func(a, b LanguageState) int {
		return cmp.Or(cmp.Compare(min(b.Workers, 1), min(a.Workers, 1)), cmp.Compare(a.Name, b.Name))
	})
	return states
}
