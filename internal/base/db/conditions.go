package db

import (
	"fmt"
	"math/bits"
	"strings"
)

// Conditions builds the WHERE of a list: filters that are there or not, and the place to go on from.
// A condition writes ? for its values, which become $1, $2 ... in order.
//
//	where := db.Where("organization_id = ?", org).And("difficulty = ?", "easy").After(keys...)
//	db.Select[Row](ctx, d, `SELECT ... FROM problem `+where.SQL()+db.OrderBy(keys...)+where.Limit(21), where.Args()...)
type Conditions struct {
	clauses []string
	args    []any
}

// Where begins with a first condition.
func Where(clause string, args ...any) *Conditions { return new(Conditions).And(clause, args...) }

// And adds a condition, which is put in brackets.
func (c *Conditions) And(clause string, args ...any) *Conditions {
	var text strings.Builder
	for i, part := range strings.Split(clause, "?") {
		if i > 0 {
			fmt.Fprintf(&text, "$%d", len(c.args)+i)
		}
		text.WriteString(part)
	}
	c.clauses = append(c.clauses, "("+text.String()+")")
	c.args = append(c.args, args...)
	return c
}

// Contains adds that a text, lower case in the database, has these words somewhere, whatever their case: % and _ are what they are.
// Tables that are searched so are small, or narrowed by something else: no index helps.
func (c *Conditions) Contains(column, words string) *Conditions {
	return c.And("lower("+column+`) LIKE ? ESCAPE '\'`, "%"+Literal(strings.ToLower(words))+"%")
}

// Literal is a text of which LIKE takes nothing for a pattern, with ESCAPE '\'.
func Literal(text string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text)
}

// In adds column IN (values); no values match nothing. The last value is repeated up to a power of two, so that there are
// few texts of a query to prepare.
func In[T any](c *Conditions, column string, values []T) *Conditions {
	if len(values) == 0 {
		return c.And("1 = 0")
	}
	args := make([]any, 1<<bits.Len(uint(len(values)-1)))
	for i := range args {
		args[i] = values[min(i, len(values)-1)]
	}
	return c.And(column+" IN (?"+strings.Repeat(", ?", len(args)-1)+")", args...)
}

// Key is one column of an order, and the value of the last row seen. Columns are NOT NULL, and the
// last one is unique, or rows would be skipped.
type Key struct {
	Column     string
	Descending bool
	Value      any
}

// After goes on behind the row the keys name.
func (c *Conditions) After(keys ...Key) *Conditions {
	var steps []string
	var args, equal []any
	prefix := ""
	for _, key := range keys {
		sign := " > ?"
		if key.Descending {
			sign = " < ?"
		}
		steps = append(steps, "("+prefix+key.Column+sign+")")
		args = append(append(args, equal...), key.Value)
		prefix += key.Column + " = ? AND "
		equal = append(equal, key.Value)
	}
	return c.And(strings.Join(steps, " OR "), args...)
}

// OrderBy is the ORDER BY that After goes with; empty without keys.
func OrderBy(keys ...Key) string {
	if len(keys) == 0 {
		return ""
	}
	var columns []string
	for _, key := range keys {
		direction := ""
		if key.Descending {
			direction = " DESC"
		}
		columns = append(columns, key.Column+direction)
	}
	return " ORDER BY " + strings.Join(columns, ", ")
}

// SQL is the WHERE clause, empty without conditions.
func (c *Conditions) SQL() string {
	if len(c.clauses) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.clauses, " AND ")
}

// Limit adds LIMIT behind the conditions and the order; call it before Args.
func (c *Conditions) Limit(n int) string {
	c.args = append(c.args, n)
	return fmt.Sprintf(" LIMIT $%d", len(c.args))
}

// Args are the values, in the order of their placeholders.
func (c *Conditions) Args() []any { return c.args }
