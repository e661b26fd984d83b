package collab

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

// incoming is any message of a tab.
type incoming struct {
	Type    string          `json:"type"`
	Version *int            `json:"version"`
	Client  string          `json:"client"`
	Seq     int64           `json:"seq"`
	Updates incomingEntries `json:"updates"`
	Kind    Kind            `json:"kind"`
	Data    json.RawMessage `json:"data"`
}

type incomingEntry struct {
	Changes *edit.ChangeSet `json:"changes"`
	Kind    Kind            `json:"kind"`
	Data    json.RawMessage `json:"data"`
}

// maxEntries bounds what is taken apart of one push, whatever Config.MaxChanges allows: an entry in memory is many
// times as large as the two bytes of one that says nothing.
const maxEntries = 4096

type incomingEntries []incomingEntry

// UnmarshalJSON reads the row of entries one by one.
func (all *incomingEntries) UnmarshalJSON(data []byte) error {
	from := json.NewDecoder(bytes.NewReader(data))
	if t, err := from.Token(); err != nil || t != json.Delim('[') {
		return errs.New(errs.Malformed, "message_malformed", "updates are an array")
	}
	for from.More() {
		if len(*all) == maxEntries {
			return errs.New(errs.TooLarge, "push_too_long", "a push holds at most %d changes", maxEntries)
		}
		var e incomingEntry
		if err := from.Decode(&e); err != nil {
			return err
		}
		*all = append(*all, e)
	}
	return nil
}

func parseMessage(data []byte) (incoming, error) {
	var m incoming
	err := json.Unmarshal(data, &m)
	var told *errs.Error
	if err == nil || errors.As(err, &told) {
		return m, err
	}
	return m, errs.New(errs.Malformed, "message_malformed", "the message is not JSON of the documented form").Because(err)
}

func (m incoming) push() (Push, error) {
	if m.Version == nil {
		return Push{}, errs.New(errs.Malformed, "message_malformed", "a push names its version")
	}
	push := Push{Base: *m.Version, Seq: m.Seq, Entries: make([]Entry, len(m.Updates))}
	for i, u := range m.Updates {
		if u.Changes == nil {
			return Push{}, errs.New(errs.Malformed, "message_malformed", "every update of a push has changes")
		}
		push.Entries[i] = Entry{Kind: u.Kind, Changes: *u.Changes, Data: u.Data}
	}
	return push, nil
}

type helloAnswer struct {
	Type     string         `json:"type"`
	Version  int            `json:"version"`
	Client   string         `json:"client"`
	Actor    string         `json:"actor"`
	Doc      *edit.Document `json:"doc,omitempty"`
	ReadOnly bool           `json:"readOnly"`
	Limits   limits         `json:"limits"`
	Now      int64          `json:"now"`
}

type limits struct {
	Document int `json:"document"`
	Push     int `json:"push"`
	Changes  int `json:"changes"`
	Data     int `json:"data"`
	Rate     int `json:"rate"`
}

type updatesMessage struct {
	Type    string           `json:"type"`
	Version int              `json:"version"`
	Updates []outgoingUpdate `json:"updates"`
}

type outgoingUpdate struct {
	Client  string          `json:"client"`
	Seq     int64           `json:"seq"`
	Actor   string          `json:"actor"`
	At      int64           `json:"at"`
	Kind    Kind            `json:"kind,omitempty"`
	Changes edit.ChangeSet  `json:"changes"`
	Data    json.RawMessage `json:"data,omitempty"`
}

func newUpdates(from int, updates []Update) updatesMessage {
	m := updatesMessage{Type: "updates", Version: from, Updates: make([]outgoingUpdate, len(updates))}
	for i, u := range updates {
		if u.Kind == Edit {
			u.Kind = ""
		}
		m.Updates[i] = outgoingUpdate{
			Client: u.Client, Seq: u.Seq, Actor: u.Actor, At: u.At.UnixMilli(), Kind: u.Kind, Changes: u.Changes, Data: u.Data,
		}
	}
	return m
}

type ackMessage struct {
	Type    string `json:"type"`
	Version int    `json:"version"`
	Seq     int64  `json:"seq"`
}

type awareMessage struct {
	Type string `json:"type"`
	Presence
}

type goneMessage struct {
	Type   string `json:"type"`
	Client string `json:"client"`
}

type pingMessage struct {
	Type string `json:"type"`
	Now  int64  `json:"now"`
}

type errorMessage struct {
	Type       string `json:"type"`
	Code       string `json:"code"`
	Detail     string `json:"detail"`
	Fatal      bool   `json:"fatal"`
	Seq        int64  `json:"seq,omitempty"`
	RetryAfter int64  `json:"retryAfter,omitempty"`
	cause      error
}

func newError(err error, fatal bool, seq int64) errorMessage {
	told := errs.Of(err)
	return errorMessage{
		Type: "error", Code: told.Code, Detail: told.Detail, Fatal: fatal, Seq: seq,
		RetryAfter: int64((told.RetryAfter + time.Millisecond - 1) / time.Millisecond), cause: err,
	}
}

// survives tells the errors after which the tab and the server still agree.
func survives(err error) bool {
	switch errs.Of(err).Kind {
	case errs.TooMany, errs.TooLarge, errs.Forbidden, errs.Unavailable:
		return true
	default:
		return false
	}
}
