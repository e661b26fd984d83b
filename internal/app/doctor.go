package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/montage"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Finding is one thing that was looked at on this host.
type Finding struct {
	Area   string `json:"area"` // sandbox, languages, services
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Needed bool   `json:"needed"` // the product does not start without it
	Detail string `json:"detail"`
	Remedy string `json:"remedy,omitempty"`
}

// Examine looks at what the product needs on this host, in a fixed order. It changes nothing that lasts.
func Examine(ctx context.Context, c Config) []Finding {
	if err := c.Validate(); err != nil {
		return []Finding{{Area: "services", Name: "configuration", Needed: true, Detail: err.Error(), Remedy: "codecraft config prints what is in force"}}
	}
	var all []Finding
	if c.runs("worker") {
		all = append(all, examineExecution(ctx, c)...)
	}
	return append(all, examineServices(ctx, c)...)
}

// examineExecution makes one slot, as a worker would, and looks at what it offers.
func examineExecution(ctx context.Context, c Config) []Finding {
	strict := c.SandboxConfig
	strict.InsecureNoSandbox = false
	backend, err := open.Backend(ctx, strict, 1, os.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		f := Finding{
			Area: "sandbox", Name: "isolation", Needed: !c.InsecureNoSandbox, Detail: err.Error(),
			Remedy: "allow unprivileged user namespaces, or run as root; --insecure-no-sandbox runs programs without isolation",
		}
		if c.Docker() {
			f.Remedy = "check --docker-host and --docker-image; this user must be allowed to use the engine"
		}
		if errors.Is(err, native.ErrContainedOnly) {
			f.Remedy = "allow unprivileged user namespaces, or accept less with --sandbox-level=contained: " + sandbox.Contained.Means()
		}
		if fault := new(docker.Fault); errors.As(err, &fault) {
			f.Detail, f.Remedy = fault.What, fault.Remedy
		}
		return append([]Finding{f}, examineLanguages(toolchain.Detect(ctx, toolchain.Builtin()))...)
	}
	defer backend.Close() //nolint:errcheck // it was only looked at
	all := []Finding{{Area: "sandbox", Name: "isolation", OK: true, Needed: true, Detail: sandbox.LevelOf(backend).Means() + " (back end " + backend.Name() + ")"}}
	for _, p := range backend.Protections() {
		all = append(all, Finding{Area: "sandbox", Name: p.Name, OK: p.On, Detail: p.Detail, Remedy: p.Remedy})
	}
	table, err := open.Languages(ctx, backend, toolchain.Detect(ctx, toolchain.Builtin()))
	if err != nil {
		return append(all, Finding{Area: "languages", Name: "image", Detail: err.Error(), Remedy: "check --docker-image"})
	}
	if table, err = tryLanguages(ctx, backend, table); err != nil {
		return append(all, Finding{Area: "languages", Name: "trial", Detail: err.Error(), Remedy: "run it again; if it stays so, report it"})
	}
	return append(all, examineLanguages(table)...)
}

// tryLanguages has every installed language run its first program in a slot.
func tryLanguages(ctx context.Context, backend sandbox.Backend, table toolchain.Table) (toolchain.Table, error) {
	dir, err := os.MkdirTemp("", "codecraft-doctor-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left is small
	tools, err := toolchain.New(toolchain.Config{Dir: dir}, table)
	if err != nil {
		return nil, err
	}
	slot, err := backend.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer slot.Close() //nolint:errcheck // it was only looked at
	for _, tool := range table {
		if !tool.Installed {
			continue
		}
		if _, err := tools.Try(ctx, slot, tool.Language.ID, ""); err != nil {
			return nil, err
		}
	}
	return tools.Table(), nil
}

func examineLanguages(table toolchain.Table) []Finding {
	var all []Finding
	for _, tool := range table {
		f := Finding{Area: "languages", Name: tool.Language.Name, OK: tool.Installed, Detail: tool.Version}
		if tool.OnHost != "" {
			f.Detail += " inside the sandbox, where programs run; " + tool.OnHost + " on this host"
		}
		if tool.Lacks != "" {
			f.OK, f.Detail = false, f.Detail+"; programs run, but "+tool.Lacks
			f.Remedy = "install the language whole: a part of it is missing, or lies where the sandbox does not show it"
		}
		if !tool.Installed {
			f.Remedy = tool.Language.HowToInstall()
			f.Detail = strings.TrimSuffix(tool.Problem, "; "+f.Remedy)
			if tool.Language.Install.Ours() {
				f.Remedy = "codecraft toolchain install " + tool.Language.ID
			}
		}
		all = append(all, f)
	}
	return all
}

func examineServices(ctx context.Context, c Config) []Finding {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	all := []Finding{examineFolder(c), examineDatabase(ctx, c), examineQueue(ctx, c)}
	if c.InBucket() {
		all = append(all, examineBucket(ctx, c))
	}
	all = append(all, examineAddress(ctx, c))
	if (c.Media == "livekit" || c.Media == "chime") && c.runs("interviews") {
		all = append(all, examineVideo(ctx, c))
	}
	if c.runs("interviews") {
		all = append(all, examineFilms(ctx))
	}
	return all
}

func examineFolder(c Config) Finding {
	f := Finding{Area: "services", Name: "data folder", Needed: true, Detail: c.Data}
	// The folder may not be there yet: then the nearest one above must take it.
	at := c.Data
	for at != filepath.Dir(at) {
		if _, err := os.Stat(at); err == nil {
			break
		}
		at = filepath.Dir(at)
	}
	probe, err := os.CreateTemp(at, ".codecraft-doctor-")
	if err != nil {
		f.Detail, f.Remedy = err.Error(), "choose a folder this user may write with --data"
		return f
	}
	_ = probe.Close()
	f.OK = os.Remove(probe.Name()) == nil
	return f
}

func examineDatabase(ctx context.Context, c Config) Finding {
	f := Finding{Area: "services", Name: "database", Needed: true, OK: true, Detail: "SQLite, a file a service below the data folder"}
	if c.DatabaseURL == "" {
		return f
	}
	f.Detail = "PostgreSQL"
	d, err := db.Open(ctx, db.Config{URL: c.DatabaseURL.Reveal(), Schema: "auth"})
	if err != nil {
		f.OK, f.Detail, f.Remedy = false, err.Error(), "check --database-url, and that the server takes connections from here"
		return f
	}
	_ = d.Close()
	return f
}

func examineQueue(_ context.Context, c Config) Finding {
	f := Finding{Area: "services", Name: "queue", Needed: true, OK: true, Detail: "NATS, embedded"}
	if c.NATSURL == "" {
		return f
	}
	f.Detail = "NATS server"
	b, err := bus.Start(bus.Config{URL: c.NATSURL.Reveal(), Name: "codecraft-doctor"})
	if err != nil {
		f.OK, f.Detail, f.Remedy = false, err.Error(), "check --nats-url, and that the server runs with JetStream"
		return f
	}
	_ = b.Close()
	return f
}

// examineBucket writes a small object, reads it and removes it.
func examineBucket(ctx context.Context, c Config) Finding {
	f := Finding{Area: "services", Name: "blobs", Needed: true, OK: true, Detail: "the bucket " + c.S3Bucket}
	b, err := open.Bucket(ctx, c.StorageConfig)
	if err == nil {
		err = b.Try(ctx)
	}
	if err != nil {
		f.OK, f.Detail, f.Remedy = false, err.Error(), "check the settings that begin with --s3, and that the credentials in use may list, read, write and delete there"
	}
	return f
}

func examineVideo(ctx context.Context, c Config) Finding {
	f := Finding{Area: "services", Name: "video", Needed: true, OK: true, Detail: "LiveKit at " + c.LivekitURL}
	remedy := "check --livekit-url, --livekit-key and --livekit-secret; docs/operations/livekit.md says what its livekit.yaml must have"
	if c.Media == "chime" {
		f.Detail = "Amazon Chime in " + c.ChimeRegion
		remedy = "check --chime-region and --chime-endpoint; docs/operations/chime.md says what its credentials must be allowed"
	}
	if err := c.ExamineVideo(ctx); err != nil {
		f.OK, f.Detail, f.Remedy = false, err.Error(), remedy
	}
	return f
}

func examineFilms(ctx context.Context) Finding {
	f := Finding{Area: "services", Name: "films of recordings", OK: true}
	maker, err := montage.Find(ctx)
	if err != nil {
		f.OK, f.Detail, f.Remedy = false, "recordings are played, and no films are made of them", err.Error()
		return f
	}
	f.Detail = "by " + maker.Path()
	return f
}

func examineAddress(ctx context.Context, c Config) Finding {
	f := Finding{Area: "services", Name: "address", Needed: true, OK: true, Detail: c.Addr + " is free"}
	l, err := net.Listen("tcp", c.Addr)
	if err != nil && runsHere(ctx, c) {
		f.Detail = c.Addr + " is taken by the CodeCraft that runs here: codecraft healthcheck says how it is"
		return f
	}
	if err != nil {
		f.OK, f.Detail, f.Remedy = false, fmt.Sprint(err), "stop what listens there, or choose another --addr"
		return f
	}
	_ = l.Close()
	return f
}

// runsHere tells whether it is a CodeCraft that has the address: it answers that it is well, and repeats the request's id.
func runsHere(ctx context.Context, c Config) bool {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	scheme, name := "http", ""
	if c.tls() {
		scheme = "https"
	}
	if len(c.ACMEHosts) > 0 {
		name = c.ACMEHosts[0]
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+c.Addr+"/healthz", nil)
	if err != nil {
		return false
	}
	id := ids.New[string]()
	q.Header.Set("X-Request-Id", id)
	// It is asked by an address that its certificate does not name, and told nothing.
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, ServerName: name}}
	defer transport.CloseIdleConnections()
	r, err := transport.RoundTrip(q)
	if err != nil {
		return false
	}
	defer r.Body.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(io.LimitReader(r.Body, 100))
	return err == nil && string(text) == "ok\n" && r.Header.Get("X-Request-Id") == id
}
