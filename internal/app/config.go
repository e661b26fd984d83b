package app

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/config"
)

// Config is all an operator can set: as a flag, as CODECRAFT_<FLAG> in the environment, or as a key of the
// configuration file. The tags are read by the command line (kong).
type Config struct {
	Services []string `default:"all" help:"What this process runs: all, or some of auth, problems, execution, worker, assessments, interviews, web."`

	Addr      string `default:"127.0.0.1:8080" help:"Address the product listens on."`
	AdminAddr string `default:"127.0.0.1:9080" help:"Address of metrics, profiles and health, for operators only; empty for none."`
	PublicURL string `help:"Address people reach the product at, for links in mails. Default: made from --addr."`

	Registration string `default:"auto" enum:"auto,open,invited" help:"Who may register an organization of their own: open (anybody), invited (nobody), or auto: open on a loopback --addr only."`

	TrustedProxies []string `help:"Networks (CIDR) of proxies in front, whose X-Forwarded-For is believed. Default: none; in a split installation, loopback."`

	TLSCert    string   `type:"path" help:"TLS certificate file (PEM)." group:"TLS"`
	TLSKey     string   `type:"path" help:"TLS key file (PEM)." group:"TLS"`
	ACMEHosts  []string `name:"acme-hosts" help:"Host names to get certificates for by ACME." group:"TLS"`
	ACMEEmail  string   `name:"acme-email" help:"Contact address given to the certificate authority." group:"TLS"`
	ACMEServer string   `name:"acme-server" help:"Directory address of the certificate authority. Default: Let's Encrypt." group:"TLS"`

	Data        string        `default:"data" type:"path" help:"Folder of databases, blobs, queue and mails." group:"Storage"`
	DatabaseURL config.Secret `help:"PostgreSQL address (postgres://...), a schema a service. Default: an SQLite file a service below --data." group:"Storage"`
	NATSURL     config.Secret `name:"nats-url" help:"NATS server of a split installation. Default: embedded, in process." group:"Storage"`

	Blobs string `default:"files" enum:"files,queue" help:"Where sources and test data are kept: files below --data (offered to the others over the queue), or queue: asked of whoever has the files." group:"Storage"`

	Upstreams map[string]string `help:"In a split installation, where web finds the other services: auth=http://...;problems=http://..." group:"Split installation"`

	Slots             int    `help:"Programs run at once by the worker. Default: one more than processors, since one is kept for runs." group:"Execution"`
	InsecureNoSandbox bool   `help:"Run programs without isolation when this host offers none. Never with people you do not trust." group:"Execution"`
	MemberRuns        int    `default:"120" help:"Runs that one member may start in a minute." group:"Execution"`
	CandidateRuns     int    `default:"30" help:"Runs that one candidate may start in a minute." group:"Execution"`
	ToolchainDir      string `type:"path" help:"Folder of what compilers prepare once; processes may share it. Default: codecraft/toolchain in the user's cache folder." group:"Execution"`

	SMTPAddr     string        `name:"smtp-addr" help:"SMTP server host:port. Default: mails are written as files below --data." group:"Mail"`
	SMTPSecurity string        `name:"smtp-security" default:"starttls" enum:"starttls,tls,none" help:"How the connection to it is encrypted: starttls, tls or none." group:"Mail"`
	SMTPUser     string        `name:"smtp-user" help:"SMTP user." group:"Mail"`
	SMTPPassword config.Secret `name:"smtp-password" help:"SMTP password." group:"Mail"`
	MailFrom     string        `default:"CodeCraft <no-reply@localhost>" help:"Sender of mails." group:"Mail"`

	Demo         bool          `help:"Make a demo organization with people, problems and assessments at the first start."`
	DemoPassword config.Secret `help:"Password of the demo accounts. Default: generated and printed."`

	LogLevel  string        `default:"info" enum:"debug,info,warn,error" help:"debug, info, warn or error."`
	LogFormat string        `default:"text" enum:"text,json" help:"text or json."`
	Drain     time.Duration `default:"20s" help:"How long running work may take to end at a stop."`
}

// Validate answers every contradiction it finds, each with what to do, and fills in what follows from the rest.
func (c *Config) Validate() error {
	var all []error
	refuse := func(format string, args ...any) { all = append(all, fmt.Errorf(format, args...)) }
	for _, name := range c.Services {
		if name != "all" && !slices.Contains(moduleNames(), name) {
			refuse("--services: there is no %q; did you mean %q?", name, config.Nearest(name, append(moduleNames(), "all")))
		}
	}
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		refuse("--addr %q: write host:port, such as 127.0.0.1:8080", c.Addr)
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		refuse("--tls-cert and --tls-key go together")
	}
	if c.TLSCert != "" && len(c.ACMEHosts) > 0 {
		refuse("--tls-cert and --acme-hosts exclude one another: certificates come from files or from ACME")
	}
	if u, err := url.Parse(c.PublicURL); c.PublicURL != "" && (err != nil || u.Host == "" || !strings.HasPrefix(u.Scheme, "http")) {
		refuse("--public-url %q: write an address such as https://code.example.org", c.PublicURL)
	}
	if d := c.DatabaseURL.Reveal(); d != "" && !strings.HasPrefix(d, "postgres://") && !strings.HasPrefix(d, "postgresql://") {
		refuse("--database-url: write a PostgreSQL address, postgres://user:password@host/database")
	}
	if c.Demo && !loopback(c.Addr) {
		refuse("--demo has known accounts and an open mailbox: it runs on a loopback --addr only")
	}
	if c.Blobs == "queue" && c.NATSURL == "" {
		refuse("--blobs=queue needs --nats-url: blobs are asked for over a NATS server")
	}
	if !c.runsAll() && c.NATSURL == "" {
		refuse("--services=%s needs --nats-url: services that run apart meet over a NATS server", strings.Join(c.Services, ","))
	}
	c.fill()
	return errors.Join(all...)
}

func (c *Config) fill() {
	if c.Slots <= 0 {
		c.Slots = max(2, runtime.NumCPU()) + 1 // one is always kept for runs
	}
	if len(c.TrustedProxies) == 0 && !c.runsAll() {
		c.TrustedProxies = []string{"127.0.0.0/8", "::1/128"}
	}
	if c.ToolchainDir == "" {
		c.ToolchainDir = filepath.Join(c.Data, "toolchain")
		if cache, err := os.UserCacheDir(); err == nil {
			c.ToolchainDir = filepath.Join(cache, "codecraft", "toolchain")
		}
	}
	if c.PublicURL == "" {
		scheme := "http"
		if c.tls() {
			scheme = "https"
		}
		c.PublicURL = scheme + "://" + c.Addr
		if len(c.ACMEHosts) > 0 {
			c.PublicURL = "https://" + c.ACMEHosts[0]
		}
	}
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
}

func (c *Config) tls() bool { return c.TLSCert != "" || len(c.ACMEHosts) > 0 }

func (c *Config) runs(module string) bool {
	return c.runsAll() || slices.Contains(c.Services, module)
}

func (c *Config) runsAll() bool { return slices.Contains(c.Services, "all") }

func (c *Config) folder(name string) string { return filepath.Join(c.Data, name) }

// prepare makes the data folder, readable by its owner only.
func (c *Config) prepare() error {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("--data: %w; choose a folder this user may write", err)
	}
	return nil
}

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
