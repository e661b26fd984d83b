package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	"modernc.org/sqlite"
)

// mostKept bounds the statements that a connection to SQLite keeps prepared; a service has fewer that are asked often.
const mostKept = 200

// openKeeping opens SQLite's database with connections that keep their statements prepared: to prepare a small one takes
// longer than to run it. (The driver of PostgreSQL keeps them by itself.)
func openKeeping(address string) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(address)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(keeper{connector}), nil
}

type keeper struct{ driver.Connector }

func (k keeper) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &keepingConn{sqliteConn: c.(sqliteConn), kept: map[string]sqliteStatement{}}, nil
}

// sqliteConn is what database/sql asks of the driver's connections.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type sqliteStatement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// keepingConn is used by one goroutine at a time, as every connection of database/sql. A statement may not be asked again
// while its rows are read: those of this package are read to their end at once.
type keepingConn struct {
	sqliteConn
	kept map[string]sqliteStatement
}

// statement is one that was prepared before, or is from now on.
func (c *keepingConn) statement(ctx context.Context, query string) (sqliteStatement, error) {
	if found, is := c.kept[query]; is {
		return found, nil
	}
	if len(c.kept) == mostKept {
		if err := c.forget(); err != nil {
			return nil, err
		}
	}
	prepared, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.kept[query] = prepared.(sqliteStatement)
	return c.kept[query], nil
}

// several says that a text may be more than one statement, as those of migrations are.
func several(query string) bool { return strings.Contains(query, ";") }

// QueryContext implements driver.QueryerContext.
func (c *keepingConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if several(query) {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	statement, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return statement.QueryContext(ctx, args)
}

// ExecContext implements driver.ExecerContext.
func (c *keepingConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if several(query) {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	statement, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return statement.ExecContext(ctx, args)
}

// Close implements driver.Conn.
func (c *keepingConn) Close() error { return errors.Join(c.forget(), c.sqliteConn.Close()) }

func (c *keepingConn) forget() error {
	var all []error
	for query, statement := range c.kept {
		all = append(all, statement.Close())
		delete(c.kept, query)
	}
	return errors.Join(all...)
}
