// Package client speaks the product's API as an API client does: JSON:API documents with a bearer token.
// Tests only; every method fails the test with the answer's own words.
package client

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// Client is one person's way to one address.
type Client struct {
	T       testing.TB
	Base    string // http://host:port
	Token   string
	Refresh string
	HTTP    *http.Client
}

// Resource is a JSON:API resource, loosely typed.
type Resource struct {
	Type          string                  `json:"type"`
	ID            string                  `json:"id,omitempty"`
	Attributes    map[string]any          `json:"attributes,omitempty"`
	Relationships map[string]Relationship `json:"relationships,omitempty"`
	Links         map[string]any          `json:"links,omitempty"`
	Meta          map[string]any          `json:"meta,omitempty"`
}

// Relationship holds linkage: an identifier, a list of them, or nil.
type Relationship struct {
	Data any `json:"data"`
}

// To is the linkage to one resource.
func To(typ, id string) Relationship {
	return Relationship{map[string]string{"type": typ, "id": id}}
}

// Failure is one JSON:API error object.
type Failure struct {
	Status, Code, Detail string
	Source               struct{ Pointer, Parameter, Header string }
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Data   json.RawMessage `json:"data"`
	Errors []Failure       `json:"errors"`
	Links  map[string]any  `json:"links"`
	Meta   map[string]any  `json:"meta"`
}

// New is a client nobody is signed in at.
func New(t testing.TB, base string) *Client {
	return &Client{T: t, Base: base, HTTP: &http.Client{Timeout: 2 * time.Minute}}
}

// As is the same address for another test's T or another person.
func (c *Client) As(token string) *Client {
	d := *c
	d.Token = token
	return &d
}

// Raw sends one request as it is and answers whatever comes back.
func (c *Client) Raw(method, path string, header http.Header, body []byte) Answer {
	c.T.Helper()
	a, err := c.Try(method, path, header, body)
	if err != nil {
		c.T.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

// Try is Raw for servers that may be down.
func (c *Client) Try(method, path string, header http.Header, body []byte) (Answer, error) {
	q, err := http.NewRequest(method, c.Base+path, bytes.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	q.Header.Set("Accept", "application/vnd.api+json")
	if len(body) > 0 {
		q.Header.Set("Content-Type", "application/vnd.api+json")
	}
	if c.Token != "" {
		q.Header.Set("Authorization", "Bearer "+c.Token)
	}
	for k, v := range header {
		q.Header[k] = v
	}
	r, err := c.HTTP.Do(q)
	if err != nil {
		return Answer{}, err
	}
	defer r.Body.Close()
	a := Answer{Status: r.StatusCode, Header: r.Header}
	if a.Body, err = io.ReadAll(r.Body); err != nil {
		return a, err
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/vnd.api+json") && len(a.Body) > 0 {
		if err := json.Unmarshal(a.Body, &a); err != nil {
			return a, fmt.Errorf("%s: %w", a.Body, err)
		}
	}
	return a, nil
}

// Send posts or patches one resource and demands the status.
func (c *Client) Send(method, path string, want int, r Resource) Resource {
	c.T.Helper()
	body, err := json.Marshal(map[string]any{"data": r})
	if err != nil {
		c.T.Fatal(err)
	}
	a := c.Raw(method, path, http.Header{"Idempotency-Key": {uuid.NewString()}}, body)
	return c.one(method+" "+path, a, want)
}

// Create posts a resource to its collection (its type, unless path says otherwise) and demands 201.
func (c *Client) Create(typ string, attributes map[string]any, to map[string]Relationship) Resource {
	c.T.Helper()
	return c.Send("POST", "/v1/"+typ, http.StatusCreated, Resource{Type: typ, Attributes: attributes, Relationships: to})
}

// Accept posts a resource and demands 202.
func (c *Client) Accept(typ string, attributes map[string]any, to map[string]Relationship) Resource {
	c.T.Helper()
	return c.Send("POST", "/v1/"+typ, http.StatusAccepted, Resource{Type: typ, Attributes: attributes, Relationships: to})
}

// Patch changes attributes of a resource and demands 200.
func (c *Client) Patch(typ, id string, attributes map[string]any) Resource {
	c.T.Helper()
	return c.Send("PATCH", "/v1/"+typ+"/"+id, http.StatusOK, Resource{Type: typ, ID: id, Attributes: attributes})
}

// Get reads one resource.
func (c *Client) Get(path string) Resource {
	c.T.Helper()
	return c.one("GET "+path, c.Raw("GET", path, nil, nil), http.StatusOK)
}

// List reads one page of a collection.
func (c *Client) List(path string) []Resource {
	c.T.Helper()
	a := c.Raw("GET", path, nil, nil)
	if a.Status != http.StatusOK {
		c.T.Fatalf("GET %s: %d %s", path, a.Status, a.Body)
	}
	var all []Resource
	if err := json.Unmarshal(a.Data, &all); err != nil {
		c.T.Fatalf("GET %s: %v", path, err)
	}
	return all
}

func (c *Client) one(what string, a Answer, want int) Resource {
	c.T.Helper()
	if a.Status != want {
		c.T.Fatalf("%s: status %d, want %d: %s", what, a.Status, want, a.Body)
	}
	var r Resource
	if len(a.Data) > 0 {
		if err := json.Unmarshal(a.Data, &r); err != nil {
			c.T.Fatalf("%s: %v in %s", what, err, a.Body)
		}
	}
	return r
}

// SignIn signs a member in and answers the client that is.
func (c *Client) SignIn(email, password string) *Client {
	c.T.Helper()
	r := c.Create("sessions", map[string]any{"email": email, "password": password}, nil)
	d := c.As(r.Text("accessToken"))
	d.Refresh = r.Text("refreshToken")
	return d
}

// Text is a string attribute; "" when it is missing.
func (r Resource) Text(name string) string { s, _ := r.Attributes[name].(string); return s }

// Number is a numeric attribute; 0 when it is missing.
func (r Resource) Number(name string) float64 { n, _ := r.Attributes[name].(float64); return n }

// Items is a list attribute of objects.
func (r Resource) Items(name string) []map[string]any {
	list, _ := r.Attributes[name].([]any)
	var all []map[string]any
	for _, x := range list {
		m, _ := x.(map[string]any)
		all = append(all, m)
	}
	return all
}
