package client

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
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
	all, err := c.Follow(ctx, path, lastID, keep)
	if err != nil {
		c.T.Fatal(err)
	}
	return all
}

// Follow is Events for whoever goes on when the stream cannot be opened.
func (c *Client) Follow(ctx context.Context, path, lastID string, keep func(Event) bool) ([]Event, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Base+path, nil)
	if err != nil {
		return nil, err
	}
	q.Header.Set("Accept", "text/event-stream")
	if c.Token != "" {
		q.Header.Set("Authorization", "Bearer "+c.Token)
	}
	if lastID != "" {
		q.Header.Set("Last-Event-ID", lastID)
	}
	forever := *c.HTTP
	forever.Timeout = 0 // as long as ctx
	r, err := forever.Do(q)
	if err != nil {
		return nil, fmt.Errorf("GET %s: %w", path, err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %d", path, r.StatusCode)
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
				return all, nil
			}
			e = Event{}
		}
	}
	return all, nil
}
