package harness

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
)

// Server is a neighbour that a test may kill and start again on its data. It ends with the test, however that ends.
type Server struct {
	URL string

	t        testing.TB
	command  []string
	as       *syscall.SysProcAttr
	log      string
	ready    func() error
	pid      int
	lifeline io.Closer
	keeper   *exec.Cmd
}

// guard starts a program, tells its process id, and ends it when its input closes.
const guard = `log="$1"; shift
exec 3<&0
"$@" 3<&- >>"$log" 2>&1 &
pid=$!
echo $pid
{ cat <&3; kill -KILL $pid; } >/dev/null 2>&1 &
wait $pid`

// Kill ends the server at once.
func (s *Server) Kill() {
	if s.pid != 0 {
		_ = syscall.Kill(s.pid, syscall.SIGKILL)
	}
	s.pid = 0
	if s.lifeline != nil {
		_ = s.lifeline.Close()
		_ = s.keeper.Wait()
		s.lifeline = nil
	}
}

// Start starts the server, again after a Kill, and waits until it answers.
func (s *Server) Start() {
	s.t.Helper()
	end := time.Now().Add(Patience)
	for {
		s.launch()
		err := s.await()
		if err == nil {
			return
		}
		s.Kill()
		if time.Now().After(end) {
			log, _ := os.ReadFile(s.log)
			s.t.Fatalf("%s did not start: %v\n%s", s.command[0], err, log)
		}
	}
}

func (s *Server) launch() {
	s.t.Helper()
	s.keeper = exec.Command("sh", append([]string{"-c", guard, "guard", s.log}, s.command...)...)
	s.keeper.SysProcAttr, s.keeper.Dir = s.as, "/"
	in, err := s.keeper.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	out, err := s.keeper.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.keeper.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.lifeline = in
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		s.t.Fatal(err)
	}
	if s.pid, err = strconv.Atoi(strings.TrimSpace(line)); err != nil {
		s.t.Fatal(err)
	}
}

// await gives up early when the process has gone: one that was killed may still hold what this one needs.
func (s *Server) await() (err error) {
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		if err = s.ready(); err == nil {
			return nil
		}
		<-look.C
		if gone := syscall.Kill(s.pid, 0); gone != nil {
			return fmt.Errorf("it ended: %w", err)
		}
	}
	return err
}

// DatabaseServer is a PostgreSQL of the test's own that keeps what it has acknowledged when it is killed.
func DatabaseServer(t testing.TB) *Server {
	t.Helper()
	if os.Getenv(SkipPostgres) == "1" {
		t.Skip(SkipPostgres + "=1: NOT TESTED ON PostgreSQL")
	}
	p, as, programs, err := initPostgres(strings.ReplaceAll(settings, "synchronous_commit = off", "synchronous_commit = on"))
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{
		URL: p.url("postgres"), t: t, as: as, log: p.folder + "/log", ready: p.ping,
		command: []string{filepath.Join(programs, "postgres"), "-D", p.folder + "/data", "-k", p.folder},
	}
	t.Cleanup(func() {
		s.Kill()
		_ = os.RemoveAll(p.folder)
	})
	s.Start()
	return s
}

var broker = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "codecraft-broker-")
	if err != nil {
		return "", err
	}
	file := filepath.Join(folder, "nats-server")
	build := exec.Command("go", "build", "-o", file, "github.com/nats-io/nats-server/v2")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build nats-server: %w\n%s", err, out)
	}
	return file, nil
})

// Broker is a NATS server of the test's own, built from the module that the product embeds.
func Broker(t testing.TB) *Server {
	t.Helper()
	s := newBroker(t)
	s.Start()
	return s
}

// newBroker is not started yet.
func newBroker(t testing.TB, flags ...string) *Server {
	t.Helper()
	program, err := broker()
	if err != nil {
		t.Fatal(err)
	}
	addr := FreeAddr(t)
	host, port, _ := strings.Cut(addr, ":")
	folder := t.TempDir()
	s := &Server{
		URL: "nats://" + addr, t: t, as: &syscall.SysProcAttr{Setpgid: true}, log: filepath.Join(folder, "log"),
		command: append([]string{program, "--addr", host, "--port", port, "--jetstream", "--store_dir", filepath.Join(folder, "store")}, flags...),
	}
	s.ready = func() error {
		b, err := bus.Start(bus.Config{Name: "test", URL: s.URL, Log: Log(t)})
		if err != nil {
			return err
		}
		return b.Close()
	}
	t.Cleanup(s.Kill)
	return s
}
