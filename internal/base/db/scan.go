package db

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
	"time"
)

var (
	timeType    = reflect.TypeFor[time.Time]()
	scannerType = reflect.TypeFor[sql.Scanner]()
)

// layouts remembers where the columns of a struct type are: reflect.Type to map[string][]int.
var layouts sync.Map

func layout(t reflect.Type) map[string][]int {
	if known, ok := layouts.Load(t); ok {
		return known.(map[string][]int)
	}
	columns := map[string][]int{}
	for _, field := range reflect.VisibleFields(t) {
		if name := field.Tag.Get("db"); name != "" && name != "-" {
			columns[name] = field.Index
		}
	}
	layouts.Store(t, columns)
	return columns
}

// plan is where each column of one query goes; nil stands for the whole value.
type plan [][]int

func planOf[T any](columns []string) (plan, error) {
	t := reflect.TypeFor[T]()
	if t.Kind() != reflect.Struct || t == timeType || reflect.PointerTo(t).Implements(scannerType) {
		if len(columns) != 1 {
			return nil, fmt.Errorf("%s takes one column, the query has %d", t, len(columns))
		}
		return plan{nil}, nil
	}
	known, fields := layout(t), make(plan, len(columns))
	for i, column := range columns {
		index, ok := known[column]
		if !ok {
			return nil, fmt.Errorf("%s has no field for the column %q", t, column)
		}
		fields[i] = index
	}
	return fields, nil
}

func (p plan) destinations(row any) []any {
	value, all := reflect.ValueOf(row).Elem(), make([]any, len(p))
	for i, index := range p {
		field := value
		if index != nil {
			field = value.FieldByIndex(index)
		}
		switch target := field.Addr().Interface().(type) {
		case *time.Time:
			all[i] = instant{target}
		case **time.Time:
			all[i] = maybeInstant{target}
		default:
			all[i] = target
		}
	}
	return all
}

// instant reads a time as UTC. SQLite hands out microseconds since 1970 where it cannot know that a
// column is a time (RETURNING, max(), a subquery).
type instant struct{ to *time.Time }

func (i instant) Scan(from any) error {
	switch v := from.(type) {
	case time.Time:
		*i.to = v.UTC()
	case int64:
		*i.to = time.UnixMicro(v).UTC()
	default:
		return fmt.Errorf("a time expected, %T found", from)
	}
	return nil
}

type maybeInstant struct{ to **time.Time }

func (m maybeInstant) Scan(from any) error {
	if from == nil {
		*m.to = nil
		return nil
	}
	*m.to = new(time.Time)
	return instant{*m.to}.Scan(from)
}

// JSON is a column of type ${JSON}. It is written as text: SQLite would keep bytes as a BLOB, which
// its JSON functions refuse. NULL reads as the zero V.
type JSON[T any] struct{ V T }

// Value implements driver.Valuer.
func (j JSON[T]) Value() (driver.Value, error) {
	text, err := json.Marshal(j.V)
	return string(text), err
}

// Scan implements sql.Scanner.
func (j *JSON[T]) Scan(from any) error {
	var fresh T
	j.V = fresh
	switch v := from.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), &j.V)
	case []byte:
		return json.Unmarshal(v, &j.V)
	}
	return fmt.Errorf("JSON expected, %T found", from)
}

// MarshalJSON shows the value without the wrapper.
func (j JSON[T]) MarshalJSON() ([]byte, error) { return json.Marshal(j.V) }

// UnmarshalJSON reads the value without the wrapper.
func (j *JSON[T]) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, &j.V) }
