package jsonapi

import (
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/schema"
)

// MediaType is the media type of every document.
const MediaType = httpx.MediaType

// Named is implemented by every attributes struct, with a value receiver: its JSON:API type, a plural
// such as "problems".
type Named interface{ ResourceType() string }

// None is the relationships of a resource that has none.
type None struct{}

// Resource is one resource: A its attributes, R a struct of One and Many fields.
type Resource[A Named, R any] struct {
	ID            string
	LID           string // the client's own name for a resource it creates
	Attributes    A
	Relationships R
	Meta          map[string]any
	Version       string // becomes the ETag; If-Match is held against it
}

// One is a relationship to at most one resource whose attributes are T. The zero value is empty.
type One[T Named] struct{ ID string }

// Many is a relationship to any number of resources whose attributes are T.
type Many[T Named] struct{ IDs []string }

// ToOne is the relationship to the resource id; "" is none.
func ToOne[T Named](id string) One[T] { return One[T]{ID: id} }

// ToMany is the relationship to the resources ids.
func ToMany[T Named](ids ...string) Many[T] { return Many[T]{IDs: ids} }

// relation is what One and Many have in common.
type relation interface {
	schema.Relation
	refs() []string
}

// assignable is a pointer to One or Many.
type assignable interface{ assign(ids []string) }

func nameOf[T Named]() string { var t T; return t.ResourceType() }

// Target is the type it leads to.
func (o One[T]) Target() string { return nameOf[T]() }

// Target is the type it leads to.
func (m Many[T]) Target() string { return nameOf[T]() }

// Many says that it leads to one at most.
func (o One[T]) Many() bool { return false }

// Many says that it leads to any number.
func (m Many[T]) Many() bool { return true }

func (m Many[T]) refs() []string { return m.IDs }

func (o One[T]) refs() []string {
	if o.ID == "" {
		return nil
	}
	return []string{o.ID}
}

func (o *One[T]) assign(ids []string) {
	o.ID = ""
	if len(ids) > 0 {
		o.ID = ids[0]
	}
}

func (m *Many[T]) assign(ids []string) { m.IDs = ids }

// Page is one page of a list. Next and Prev are cursors, empty at the ends; Total is counted only where that is cheap.
type Page[A Named, R any] struct {
	Items      []Resource[A, R]
	Next, Prev string
	Total      *int
}

// Changes says what an update is about.
type Changes struct {
	Fields  map[string]bool // names of the attributes and relationships that were sent
	IfMatch string          // the version the client demanded, already found equal to the resource's; or ""
}
