package harness

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// postgres is a server in a folder of its own, reached over a Unix socket there. It ends, and its
// folder goes, when the pipe to its keeper closes: with this process, however that ends.
type postgres struct {
	folder   string
	lifeline io.WriteCloser // held open, never written
}

// server starts once for the process.
var server = sync.OnceValues(startPostgres)

func (p *postgres) url(database string) string {
	return "postgres://postgres@/" + database + "?host=" + p.folder
}

// keeper waits for the end of its input and then takes the server and its folder away.
const keeper = `"$1/postgres" -D "$2/data" -k "$2" >"$2/log" 2>&1 &
cat
kill -QUIT $!
wait
rm -rf "$2"`

// settings make it quick and awkward.
const settings = `
listen_addresses = ''
timezone = 'Asia/Kathmandu'
fsync = off
full_page_writes = off
synchronous_commit = off
shared_buffers = 32MB
max_connections = 200
`

func startPostgres() (*postgres, error) {
	p, as, programs, err := initPostgres(settings)
	if err != nil {
		return nil, err
	}
	keep := exec.Command("sh", "-c", keeper, "keeper", programs, p.folder)
	keep.SysProcAttr, keep.Dir = as, "/"
	if p.lifeline, err = keep.StdinPipe(); err != nil {
		return nil, err
	}
	if err := keep.Start(); err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	return p, p.await()
}

// initPostgres makes a folder of data, and says as whom and by which programs it is served.
func initPostgres(settings string) (p *postgres, as *syscall.SysProcAttr, programs string, err error) {
	if programs, err = findPostgres(); err != nil {
		return nil, nil, "", err
	}
	folder, err := os.MkdirTemp("", "codecraft-pg") // short: a socket's path has at most 107 bytes
	if err != nil {
		return nil, nil, "", err
	}
	if as, err = account(folder); err != nil {
		return nil, nil, "", err
	}
	initdb := exec.Command(filepath.Join(programs, "initdb"), "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-D", folder+"/data")
	initdb.SysProcAttr, initdb.Dir = as, folder
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, nil, "", fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return &postgres{folder: folder}, as, programs, appendTo(folder+"/data/postgresql.conf", settings)
}

// findPostgres looks where Debian puts it, the newest first, and then in the PATH.
func findPostgres() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		slices.Sort(found)
		return filepath.Dir(found[len(found)-1]), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errors.New("PostgreSQL is not installed: apt-get install postgresql, or set " + SkipPostgres + "=1 to test on SQLite alone")
}

// account gives the folder to a user that PostgreSQL runs as: it refuses root. Signals of the
// terminal go to a process group of its own, so that an interrupted test still tidies up.
func account(folder string) (*syscall.SysProcAttr, error) {
	as := &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() != 0 {
		return as, nil
	}
	var who *user.User
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			who = u
			break
		}
	}
	if who == nil {
		return nil, errors.New("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(who.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return as, os.Chown(folder, int(uid), int(gid))
}

func appendTo(file, text string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

func (p *postgres) await() (err error) {
	for end := time.Now().Add(Patience); ; time.Sleep(20 * time.Millisecond) {
		if err = p.ping(); err == nil {
			return nil
		}
		if time.Now().After(end) {
			log, _ := os.ReadFile(p.folder + "/log")
			return fmt.Errorf("PostgreSQL did not start: %w\n%s", err, log)
		}
	}
}

func (p *postgres) ping() error {
	pool, err := sql.Open("pgx", p.url("postgres"))
	if err != nil {
		return err
	}
	return errors.Join(pool.Ping(), pool.Close())
}
