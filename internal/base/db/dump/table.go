package dump

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Table is one of which the rows are in a file.
type Table struct {
	Schema   string   `json:"schema"`
	Name     string   `json:"name"`
	Columns  []string `json:"columns"`            // in the order of the file
	Identity string   `json:"identity,omitempty"` // the column that the database numbers
	Last     int64    `json:"last,omitempty"`     // the number that it gave last
	Rows     int64    `json:"rows"`
}

// sql is the table with its columns, as COPY takes them.
func (t Table) sql() string {
	columns := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = pgx.Identifier{c}.Sanitize()
	}
	return t.id() + " (" + strings.Join(columns, ", ") + ")"
}

func (t Table) id() string { return pgx.Identifier{t.Schema, t.Name}.Sanitize() }

// session begins a transaction on a connection of its own, in which values are written as they always are.
func session(ctx context.Context, address string, options pgx.TxOptions) (*pgx.Conn, pgx.Tx, error) {
	settings, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, nil, fmt.Errorf("--database-url: %w", err)
	}
	for name, value := range map[string]string{
		"application_name": "codecraft-dump", "timezone": "UTC", "datestyle": "ISO, YMD", "intervalstyle": "postgres", "bytea_output": "hex",
		"client_encoding": "UTF8", "extra_float_digits": "1", "statement_timeout": "0", "idle_in_transaction_session_timeout": "0",
	} {
		settings.RuntimeParams[name] = value
	}
	c, err := pgx.ConnectConfig(ctx, settings)
	if err != nil {
		return nil, nil, fmt.Errorf("reach the database: %w", err)
	}
	tx, err := c.BeginTx(ctx, options)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("begin a transaction: %w", err), c.Close(ctx))
	}
	return c, tx, nil
}

// inOrder puts tables behind those that they refer to.
func inOrder(tables []Table, refers map[string][]string) ([]Table, error) {
	ordered, state := []Table{}, map[string]int{} // 1: on the way, 2: done
	var visit func(name string) error
	visit = func(name string) error {
		at := slices.IndexFunc(tables, func(t Table) bool { return t.Name == name })
		switch {
		case at < 0 || state[name] == 2:
			return nil
		case state[name] == 1:
			return fmt.Errorf("the table %s refers to itself by way of others: there is no order to load them in", name)
		}
		state[name] = 1
		for _, other := range refers[name] {
			if other == name {
				continue // COPY looks at references when all rows are there
			}
			if err := visit(other); err != nil {
				return err
			}
		}
		state[name] = 2
		ordered = append(ordered, tables[at])
		return nil
	}
	for _, t := range tables {
		if err := visit(t.Name); err != nil {
			return nil, err
		}
	}
	return ordered, nil
}
