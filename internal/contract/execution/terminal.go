package execution

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// TerminalSize is in characters.
type TerminalSize struct {
	Rows    int `json:"rows" minimum:"1" maximum:"500"`
	Columns int `json:"columns" minimum:"1" maximum:"1000"`
}

// ShownBytes is how much of what a terminal has shown is told for later. What comes after is seen by those who watch.
const ShownBytes = 512 << 10

// Shown is something that the terminal of a run has shown, for the owner of its place to keep. They come about ten times a second at
// most; Number counts them from 1, and Data goes on where the one before it ended, also within a character.
type Shown struct {
	Run          ids.Run          `json:"run"`
	Organization ids.Organization `json:"organization"`
	Place        identity.Place   `json:"place"`
	Number       int              `json:"number"`
	AtMs         int64            `json:"atMs"` // since the run's StartedAt
	Data         []byte           `json:"data"`
}

// EndTerminals ends the terminals of a place that were started before a moment.
type EndTerminals struct {
	Place  identity.Place `json:"place"`
	Before time.Time      `json:"before"`
	Why    string         `json:"why"` // told to those who watch them
}
