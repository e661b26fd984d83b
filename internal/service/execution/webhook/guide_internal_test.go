package webhook

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestTheGuidesReceiversTakeGenuineMessagesOnly runs the receivers of docs/webhooks.md as they stand there.
func TestTheGuidesReceiversTakeGenuineMessagesOnly(t *testing.T) {
	guide, err := os.ReadFile("../../../../docs/webhooks.md")
	if err != nil {
		t.Fatal(err)
	}
	for language, c := range map[string]struct {
		file    string
		command []string
	}{
		"python": {"receiver.py", []string{"python3"}},
		"js":     {"receiver.js", []string{"node"}},
		"go":     {"receiver.go", []string{"go", "run"}},
	} {
		t.Run(language, func(t *testing.T) {
			program, err := exec.LookPath(c.command[0])
			if err != nil {
				t.Skipf("NOT TESTED, %s IS NOT ON THIS HOST: %v", c.command[0], err)
			}
			_, rest, found := strings.Cut(string(guide), "\n```"+language+"\n")
			source, _, ends := strings.Cut(rest, "\n```\n")
			if !found || !ends {
				t.Fatal("the guide has no such example")
			}
			file := filepath.Join(t.TempDir(), c.file)
			if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, harness.Database(t)("execution"), &clock{at: time.Now()}, nil)
			who, port := someone(identity.Admin), freePort(t)
			h := w.register(who, fmt.Sprintf("http://127.0.0.1:%d/", port))
			command := exec.CommandContext(t.Context(), program, append(c.command[1:], file)...) //nolint:gosec // of the table above
			command.Env = append(os.Environ(), "WEBHOOK_SECRET="+h.Attributes.Secret, "PORT="+strconv.Itoa(port))
			command.Stderr = t.Output()
			stop := started(t, command)
			defer stop()
			receives(t, port)
			w.tell(who, 1)
			w.settle()
			if d := w.deliveries()[0]; d.Status != statusDelivered {
				t.Errorf("a genuine message: %+v", d.Attempts.V)
			}
			w.refusesOthers(t)
		})
	}
}

// refusesOthers sends what is not genuine: signed with another secret, and an hour old.
func (w *world) refusesOthers(t *testing.T) {
	t.Helper()
	d := w.deliveries()[0]
	h, err := w.getWebhook(t.Context(), d.Organization, d.Webhook)
	if err != nil {
		t.Fatal(err)
	}
	forged := *h
	forged.Secret = newSecret()
	if one, _ := w.send(t.Context(), &forged, &d); one.ResponseStatus != http.StatusUnauthorized {
		t.Errorf("a forged message is answered %d %s", one.ResponseStatus, one.Error)
	}
	w.clock.pass(-time.Hour)
	if one, _ := w.send(t.Context(), h, &d); one.ResponseStatus != http.StatusUnauthorized {
		t.Errorf("an old message is answered %d %s", one.ResponseStatus, one.Error)
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	_, text, _ := net.SplitHostPort(harness.FreeAddr(t))
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func receives(t *testing.T, port int) {
	t.Helper()
	harness.Eventually(t, time.Minute, func() error {
		c, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), time.Second)
		if err == nil {
			err = c.Close()
		}
		return err
	})
}

// started runs a command in a process group of its own, which stop ends: "go run" has a child.
func started(t *testing.T, command *exec.Cmd) (stop func()) {
	t.Helper()
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return func() {
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
		_ = command.Wait() // it was killed
	}
}
