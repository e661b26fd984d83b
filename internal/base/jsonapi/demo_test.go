package jsonapi_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// The demo is a small library of problems: what a service's author writes, and a store of a few lines.

type person struct {
	Name string `json:"name" minLength:"1" maxLength:"80"`
}

type label struct {
	Text string `json:"text" minLength:"1" maxLength:"40"`
}

type sample struct {
	Input  string `json:"input"`
	Output string `json:"output"`
}

type task struct {
	Title     string            `json:"title" minLength:"3" maxLength:"120"`
	Slug      string            `json:"slug" pattern:"^[a-z0-9-]+$" immutable:"true"`
	Points    int64             `json:"points" minimum:"0" default:"100"`
	Secret    string            `json:"secret,omitempty" writeOnly:"true"`
	Samples   []sample          `json:"samples" required:"false" maxItems:"3"`
	Limits    map[string]int    `json:"limits" required:"false"`
	Deadline  *time.Time        `json:"deadline"`
	CreatedAt time.Time         `json:"createdAt" readOnly:"true"`
	Notes     map[string]sample `json:"notes,omitempty"`
}

type taskRels struct {
	Author   jsonapi.One[person] `json:"author" required:"true"`
	Reviewer jsonapi.One[person] `json:"reviewer"`
	Tags     jsonapi.Many[label] `json:"tags"`
	Owner    jsonapi.One[person] `json:"owner" readOnly:"true"`
}

type import_ struct {
	Source string `json:"source"`
}

func (person) ResourceType() string  { return "users" }
func (label) ResourceType() string   { return "tags" }
func (task) ResourceType() string    { return "problems" }
func (import_) ResourceType() string { return "imports" }

type (
	personRow = jsonapi.Resource[person, jsonapi.None]
	labelRow  = jsonapi.Resource[label, jsonapi.None]
	taskRow   = jsonapi.Resource[task, taskRels]
	importRow = jsonapi.Resource[import_, jsonapi.None]
)

type demo struct {
	mu    sync.Mutex
	next  int
	tasks map[string]taskRow
	gets  int // calls of get
}

var madeAt = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func (d *demo) get(_ context.Context, ids []string) (found []taskRow, _ error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gets++
	for _, id := range ids {
		if t, ok := d.tasks[id]; ok {
			found = append(found, t)
		}
	}
	return found, nil
}

func (d *demo) list(_ context.Context, q *jsonapi.Query) (page jsonapi.Page[task, taskRels], _ error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	rows := slices.SortedFunc(maps.Values(d.tasks), func(a, b taskRow) int { return cmp.Compare(len(a.ID), len(b.ID))*2 + cmp.Compare(a.ID, b.ID) })
	for _, f := range q.Filter {
		rows = slices.DeleteFunc(rows, func(t taskRow) bool {
			switch f.Field + " " + f.Op {
			case "points gte":
				least, _ := strconv.ParseInt(f.Values[0], 10, 64)
				return t.Attributes.Points < least
			case "tags eq":
				return !slices.ContainsFunc(t.Relationships.Tags.IDs, func(id string) bool { return slices.Contains(f.Values, id) })
			}
			return false
		})
	}
	for _, by := range slices.Backward(q.Sort) {
		slices.SortStableFunc(rows, func(a, b taskRow) int {
			c := cmp.Compare(a.Attributes.Points, b.Attributes.Points)
			if by.Field == "title" {
				c = cmp.Compare(a.Attributes.Title, b.Attributes.Title)
			}
			if by.Desc {
				c = -c
			}
			return c
		})
	}
	if q.After != "" {
		var id string
		if err := jsonapi.DecodeCursor(q.After, &id); err != nil {
			return page, err
		}
		at := slices.IndexFunc(rows, func(t taskRow) bool { return t.ID == id })
		rows = rows[at+1:]
		page.Prev = jsonapi.EncodeCursor(id)
	}
	total := len(rows)
	page.Total = &total
	if len(rows) > q.Size {
		rows = rows[:q.Size]
		page.Next = jsonapi.EncodeCursor(rows[q.Size-1].ID)
	}
	page.Items = rows
	return page, nil
}

func (d *demo) create(_ context.Context, t *taskRow) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if t.Relationships.Author.ID == "nobody" {
		return errs.Missing("user", "nobody").At("/data/relationships/author/data/id")
	}
	for _, other := range d.tasks {
		if other.ID == t.ID {
			return errs.New(errs.Conflict, "id_taken", "the id is taken").At("/data/id")
		}
		if other.Attributes.Slug == t.Attributes.Slug {
			return errs.New(errs.Conflict, "slug_taken", "the slug is taken").At("/data/attributes/slug")
		}
	}
	if t.ID == "" {
		d.next++
		t.ID = strconv.Itoa(d.next)
	}
	t.Attributes.CreatedAt, t.Version = madeAt, "1"
	d.tasks[t.ID] = *t
	return nil
}

func (d *demo) update(_ context.Context, t *taskRow, c jsonapi.Changes) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c.Fields["title"] && t.Attributes.Title == "boom" {
		return errors.New("the disk is at 10.0.0.7")
	}
	version, _ := strconv.Atoi(t.Version)
	t.Version = strconv.Itoa(version + 1)
	d.tasks[t.ID] = *t
	return nil
}

func (d *demo) remove(_ context.Context, id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.tasks[id]; !ok {
		return errs.Missing("problem", id)
	}
	delete(d.tasks, id)
	return nil
}

func people(_ context.Context, ids []string) (found []personRow, _ error) {
	for _, id := range ids {
		found = append(found, personRow{ID: id, Attributes: person{Name: "Person " + id}, Version: "7"})
	}
	return found, nil
}

func labels(_ context.Context, ids []string) (found []labelRow, _ error) {
	for _, id := range ids {
		found = append(found, labelRow{ID: id, Attributes: label{Text: "tag " + id}})
	}
	return found, nil
}

// newDemo has problems 1 to 3, of 10, 20 and 30 points; the third has no reviewer and no tags.
func newDemo(t testing.TB, settings ...func(*jsonapi.Collection[task, taskRels])) (*demo, *jsonapi.API, http.Handler) {
	t.Helper()
	d := &demo{tasks: map[string]taskRow{}}
	for i := 1; i <= 3; i++ {
		row := taskRow{
			Attributes:    task{Title: fmt.Sprintf("Problem %d", i), Slug: fmt.Sprintf("p-%d", i), Points: int64(i * 10), Secret: "hidden"},
			Relationships: taskRels{Author: jsonapi.ToOne[person]("a"), Reviewer: jsonapi.ToOne[person]("b"), Tags: jsonapi.ToMany[label]("x", "y")},
		}
		if i == 2 {
			row.Relationships.Reviewer = row.Relationships.Author
			row.Attributes.Limits = map[string]int{"memory": 1}
		}
		if i == 3 {
			row.Relationships = taskRels{Author: jsonapi.ToOne[person]("a")}
		}
		if err := d.create(t.Context(), &row); err != nil {
			t.Fatal(err)
		}
	}
	mux := http.NewServeMux()
	api := jsonapi.Open(mux, "Demo", "1", "")
	c := jsonapi.Collection[task, taskRels]{
		Path: "/v1/problems", Tag: "problems", MaxPage: 50, MaxBody: 4096,
		Sort: []string{"points", "title"}, Filter: map[string][]string{"points": {"gte"}, "tags": nil},
		Links: func(r *taskRow) map[string]string {
			return map[string]string{"events": "/v1/problems/" + r.ID + "/events"}
		},
		List: d.list, Get: d.get, Create: d.create, Update: d.update, Delete: d.remove,
	}
	for _, set := range settings {
		set(&c)
	}
	jsonapi.Register(api, c) // before its relationships' types: the order is free
	jsonapi.Register(api, jsonapi.Collection[person, jsonapi.None]{Path: "/v1/users", Tag: "users", Get: people, Public: []string{"get"}})
	jsonapi.Register(api, jsonapi.Collection[label, jsonapi.None]{Path: "/v1/tags", Tag: "tags", Get: labels, Create: func(_ context.Context, r *labelRow) error {
		r.ID = "new-" + r.Attributes.Text
		return nil
	}})
	jsonapi.Register(api, jsonapi.Collection[task, taskRels]{Path: "/v1/users/{user}/problems", Tag: "users", List: d.list})
	jsonapi.Register(api, jsonapi.Collection[import_, jsonapi.None]{Path: "/v1/imports", Tag: "problems", Accepted: true, Create: func(_ context.Context, r *importRow) error {
		r.ID = "i1"
		return nil
	}})
	mountActions(api)
	return d, api, httpx.Chain(jsonapi.RouterErrors(mux), httpx.RequestIDs, httpx.Recover)
}

func mountActions(api *jsonapi.API) {
	jsonapi.Handle(api, jsonapi.Action{Method: "GET", Path: "/v1/users/current", Name: "getCurrentUser", Tag: "users", Parameters: []jsonapi.Parameter{{Name: "asGuest"}}},
		func(ctx context.Context, _ *jsonapi.Nothing) (*personRow, error) {
			if jsonapi.Request(ctx).URL.Query().Has("asGuest") {
				return nil, nil
			}
			jsonapi.Header(ctx).Add("Set-Cookie", "seen=1")
			return &personRow{ID: "me", Attributes: person{Name: "Me"}}, nil
		})
	jsonapi.Handle(api, jsonapi.Action{Method: "POST", Path: "/v1/password-resets", Name: "requestPasswordReset", Tag: "users", Status: http.StatusAccepted, MaxBody: 512, Public: true},
		func(_ context.Context, in *personRow) (*jsonapi.Nothing, error) {
			if strings.HasPrefix(in.Attributes.Name, "panic") {
				panic("a fault of ours")
			}
			return nil, nil
		})
	jsonapi.Handle(api, jsonapi.Action{Method: "DELETE", Path: "/v1/users/current", Name: "leave", Tag: "users"},
		func(context.Context, *jsonapi.Nothing) (*jsonapi.Nothing, error) { return nil, nil })
	jsonapi.HandlePlain(api, jsonapi.Plain{Method: "GET", Path: "/v1/problems/{id}/export", Name: "exportProblem", Tag: "problems", Produces: "text/csv"},
		func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/csv")
			fmt.Fprint(w, "id\n", r.PathValue("id"), "\n")
		})
}
