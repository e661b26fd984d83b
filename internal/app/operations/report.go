package operations

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// Subject is where processes tell how they are.
const Subject = "operations.reports"

// TellEvery is how often they do.
const TellEvery = 5 * time.Second

// Report is a process as it tells of itself. Those of another release lack members or have more: both are read.
type Report struct {
	ID        string    `json:"id"` // of this run of the process
	Host      string    `json:"host"`
	Services  []string  `json:"services"`
	Version   string    `json:"version"`
	Commit    string    `json:"commit"`
	GoVersion string    `json:"goVersion"`
	StartedAt time.Time `json:"startedAt"`
	Leaving   bool      `json:"leaving,omitempty"` // it has ended as it was told to

	Units      []Unit              `json:"units"`
	Goroutines int                 `json:"goroutines"`
	Figures    Figures             `json:"figures"`
	Worker     *Worker             `json:"worker,omitempty"` // nil: it runs no programs
	Settings   []Setting           `json:"settings"`
	Problems   []telemetry.Problem `json:"problems"` // the newest first
}

// Unit is one long thing of a process, such as a service.
type Unit struct {
	Name   string `json:"name"`
	Ready  bool   `json:"ready"`
	Reason string `json:"reason,omitempty"` // why it is not
}

// Figures are those of a process's metrics that operators look at first.
type Figures struct {
	MemoryBytes      float64 `json:"memoryBytes"`      // of the process
	MemoryUsedBytes  float64 `json:"memoryUsedBytes"`  // of its host or container
	MemoryLimitBytes float64 `json:"memoryLimitBytes"` // the same
	DiskFreeBytes    float64 `json:"diskFreeBytes"`
	DiskSizeBytes    float64 `json:"diskSizeBytes"`

	RequestsUnderWay float64 `json:"requestsUnderWay"`
	Streams          float64 `json:"streams"`
	Sockets          float64 `json:"sockets"`

	Queue        []Lane             `json:"queue,omitempty"` // of execution; none elsewhere
	Attempts     float64            `json:"attempts"`
	MailsWaiting float64            `json:"mailsWaiting"`
	MailsOldest  float64            `json:"mailsOldest"`      // seconds
	Outbox       map[string]float64 `json:"outbox,omitempty"` // messages that wait to be sent to the queue, by service

	HasVideo          bool    `json:"hasVideo,omitempty"` // it carries the video of interviews
	VideoRooms        float64 `json:"videoRooms,omitempty"`
	VideoParticipants float64 `json:"videoParticipants,omitempty"`
	Recordings        float64 `json:"recordings,omitempty"`
}

// Lane is what waits for workers: runs, for which people wait, or judgings.
type Lane struct {
	Name          string  `json:"name"`
	Waiting       float64 `json:"waiting"`
	OldestSeconds float64 `json:"oldestSeconds"`
}

// Worker is what a process that runs programs has.
type Worker struct {
	Level         string     `json:"level"`         // isolated, contained or unprotected
	Means         string     `json:"means"`         // the same in words
	Off           []string   `json:"off,omitempty"` // protections that do not hold on its host
	Languages     []Language `json:"languages"`     // that it has, and those that it has not
	Slots         float64    `json:"slots"`         // programs at once
	Runs          float64    `json:"runs"`          // slots busy with runs
	Judgings      float64    `json:"judgings"`      // and with judgings
	Waiting       float64    `json:"waiting"`       // runs and judgings that it has and that wait for a slot
	Terminals     float64    `json:"terminals"`     // interactive runs at once, beside the slots
	TerminalsBusy float64    `json:"terminalsBusy"` // those under way
}

// Language is one as a worker has it.
type Language struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Version   string `json:"version,omitempty"`
	Installed bool   `json:"installed"`
	Problem   string `json:"problem,omitempty"` // why it is not, or what of it does not work
}

// Setting is one that is in force.
type Setting struct {
	Name  string `json:"name" doc:"The flag's, without its dashes"`
	Value string `json:"value" doc:"Of a secret \"set\", or empty"`
	From  string `json:"from" enum:"flag,variable,file,default,derived" doc:"Where the value comes from; derived: it follows from others"`
}
