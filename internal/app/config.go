package app

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/service/assessments"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/execution/worker"
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

	CORSOrigins []string `name:"cors-origins" help:"Origins whose pages may use the API with bearer tokens, such as https://app.example.com; * for every origin. Default: none."`

	TLSCert    string   `type:"path" help:"TLS certificate file (PEM)." group:"TLS"`
	TLSKey     string   `type:"path" help:"TLS key file (PEM)." group:"TLS"`
	ACMEHosts  []string `name:"acme-hosts" help:"Host names to get certificates for by ACME." group:"TLS"`
	ACMEEmail  string   `name:"acme-email" help:"Contact address given to the certificate authority." group:"TLS"`
	ACMEServer string   `name:"acme-server" help:"Directory address of the certificate authority. Default: Let's Encrypt." group:"TLS"`

	open.StorageConfig

	Upstreams map[string]string `help:"In a split installation, where web finds the other services: auth=http://...;problems=http://..." group:"Split installation"`

	open.SandboxConfig

	Slots         int    `help:"Programs run at once by the worker. Default: one more than processors, since one is kept for runs." group:"Execution"`
	Terminals     int    `default:"4" help:"Interactive runs that may be open at once on the worker, in slots of their own; 0 for none." group:"Execution"`
	MemberRuns    int    `default:"120" help:"Runs that one member may start in a minute." group:"Execution"`
	CandidateRuns int    `default:"30" help:"Runs that one candidate may start in a minute." group:"Execution"`
	ToolchainDir  string `type:"path" help:"Folder of what compilers prepare once; processes may share it. Default: codecraft/toolchain in the user's cache folder." group:"Execution"`

	module.DropinConfig

	OrganizationRuns       int `default:"6000" help:"Runs that all of an organization may start in a minute." group:"Execution"`
	OrganizationRunsAtOnce int `default:"64" help:"Runs of one organization that a worker has under way at once." group:"Execution"`
	OrganizationQueue      int `default:"20000" help:"Judgements of one organization that may wait; more are refused with 429." group:"Execution"`
	Queue                  int `default:"200000" help:"Judgements of all organizations that may wait; more are refused with 503." group:"Execution"`

	WebhookNetworks []string `help:"Networks (CIDR) that webhooks may reach besides public addresses. Default: none." group:"Webhooks"`
	WebhookHTTP     bool     `name:"webhook-http" help:"Let webhooks have http addresses, which are not encrypted." group:"Webhooks"`

	open.MailConfig

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
			known := append(moduleNames(), "all")
			refuse("--services: there is no %q%s There are %s", name, config.DidYouMean(name, known), strings.Join(known, ", "))
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
	if c.Demo && !loopback(c.Addr) {
		refuse("--demo has known accounts and an open mailbox: it runs on a loopback --addr only")
	}
	if !c.runsAll() && c.NATSURL == "" {
		refuse("--services=%s needs --nats-url: services that run apart meet over a NATS server", strings.Join(c.Services, ","))
	}
	refuseOrigins(refuse, c.CORSOrigins)
	c.checkDropins(refuse)
	refuseNetworks(refuse, "--webhook-networks", c.WebhookNetworks)
	c.StorageConfig.Check(refuse)
	c.SandboxConfig.Check(refuse)
	c.fill()
	return errors.Join(all...)
}

// checkDropins refuses to run programs for everybody who finds the address.
func (c *Config) checkDropins(refuse func(format string, args ...any)) {
	if len(c.Paths()) > 0 && !loopback(c.Addr) && c.DropinToken == "" {
		refuse("--judge0 and --piston run programs for whoever reaches --addr %s: set --dropin-token, or listen on a loopback --addr", c.Addr)
	}
	c.DropinConfig.Check(refuse)
}

func refuseOrigins(refuse func(format string, args ...any), origins []string) {
	for _, origin := range origins {
		if origin != "*" && !httpx.Origin(origin) {
			refuse("--cors-origins %q: write an origin in small letters without a path, such as https://app.example.com, or *", origin)
		}
	}
}

func refuseNetworks(refuse func(format string, args ...any), flag string, networks []string) {
	for _, network := range networks {
		if _, err := netip.ParsePrefix(network); err != nil {
			refuse("%s %q: write a network such as 10.1.0.0/16", flag, network)
		}
	}
}

func (c *Config) fill() {
	c.Local = loopback(c.Addr)
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

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (c Config) secure() bool { return strings.HasPrefix(c.PublicURL, "https://") }

// auth are the settings of the service, with what follows from the product's.
func (c Config) auth() auth.Config {
	own := auth.Defaults()
	own.PublicURL, own.Sessions.SecureCookies, own.Sessions.TrustedProxies = c.PublicURL, c.secure(), c.TrustedProxies
	if c.Demo {
		own.Sessions.DemoOrganization = module.DemoOrganization
	}
	own.People.OpenRegistration = c.Registration == "open" || c.Registration == "auto" && loopback(c.Addr)
	return own
}

func (c Config) execution() execution.Config {
	own := execution.Defaults()
	own.Runs.MemberRuns, own.Runs.CandidateRuns = c.MemberRuns, c.CandidateRuns
	own.Runs.OrganizationRuns, own.Runs.OrganizationRunsAtOnce = c.OrganizationRuns, c.OrganizationRunsAtOnce
	own.Judgements.OrganizationQueue, own.Judgements.Queue = c.OrganizationQueue, c.Queue
	own.Webhooks.HTTP = c.WebhookHTTP
	for _, network := range c.WebhookNetworks {
		own.Webhooks.Networks = append(own.Webhooks.Networks, netip.MustParsePrefix(network))
	}
	return own
}

func (c Config) assessments() assessments.Config {
	own := assessments.Defaults()
	own.PublicURL = c.PublicURL
	return own
}

func (c Config) worker() module.WorkerConfig {
	own := worker.Defaults()
	own.Slots, own.Terminals = c.Slots, c.Terminals
	return module.WorkerConfig{
		Config: own, Sandbox: c.SandboxConfig, ToolchainDir: c.ToolchainDir, Scratch: c.Folder("sandbox"), Cache: c.Folder("worker"),
	}
}
