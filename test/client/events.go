package client

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
)

// Event is one server-sent event.
type Event struct {
	ID, Name string
	Data     map[string]any
}

// Events follows an event stream until keep answers false or the stream ends; it answers all it saw.
func (c *Client) Events(ctx context.Context, path, lastID string, keep func(Event) bool) []Event {
	c.T.Helper()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Base+path, nil)
	if err != nil {
		c.T.Fatal(err)
	}
	q.Header.Set("Accept", "text/event-stream")
	if c.Token != "" {
		q.Header.Set("Authorization", "Bearer "+c.Token)
	}
	if lastID != "" {
		q.Header.Set("Last-Event-ID", lastID)
	}
	r, err := c.HTTP.Do(q)
	if err != nil {
		c.T.Fatalf("GET %s: %v", path, err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		c.T.Fatalf("GET %s: %d", path, r.StatusCode)
	}
	var all []Event
	var e Event
	lines := bufio.NewScanner(r.Body)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "id":
			e.ID = value
		case "event":
			e.Name = value
		case "data":
			_ = json.Unmarshal([]byte(value), &e.Data)
		case "":
			if e.Name == "" && e.Data == nil {
				continue
			}
			all = append(all, e)
			if !keep(e) {
				return all
			}
			e = Event{}
		}
	}
	return all
}
