package app

import (
	"cmp"
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

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/base/collect"
	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/service/assessments"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/execution/worker"
	"github.com/codecraft-hq/codecraft/internal/service/interviews"
)

// Config is all an operator can set: as a flag, as CODECRAFT_<FLAG> in the environment, or as a key of the
// configuration file. The tags are read by the command line (kong).
type Config struct {
	Services []string `default:"all" help:"What this process runs: all, or some of auth, problems, execution, worker, assessments, interviews, web."`

	Addr      string `default:"127.0.0.1:8080" help:"Address the product listens on."`
	AdminAddr string `default:"127.0.0.1:9080" help:"Address of metrics, profiles and health, for operators only; empty for none."`
	PublicURL string `help:"Address people reach the product at, for links in mails. Default: made from --addr."`

	TrustedProxies []string `help:"Networks (CIDR) of proxies in front, whose X-Forwarded-For is believed. Default: none; in a split installation, loopback."`

	CORSOrigins []string `name:"cors-origins" help:"Origins whose pages may use the API with bearer tokens, such as https://app.example.com; * for every origin. Default: none."`

	TLSCert    string   `type:"path" help:"TLS certificate file (PEM)." group:"TLS"`
	TLSKey     string   `type:"path" help:"TLS key file (PEM)." group:"TLS"`
	ACMEHosts  []string `name:"acme-hosts" help:"Host names to get certificates for by ACME." group:"TLS"`
	ACMEEmail  string   `name:"acme-email" help:"Contact address given to the certificate authority." group:"TLS"`
	ACMEServer string   `name:"acme-server" help:"Directory address of the certificate authority. Default: Let's Encrypt." group:"TLS"`

	open.StorageConfig
	OrganizationBytes int64         `help:"Bytes that one organization may keep in tests, files of packages, pictures and recordings of interviews." group:"Storage"`
	BlobKeep          time.Duration `help:"How long blobs (sources, test data, pictures) stay that nothing refers to any more; 0 keeps them for ever." group:"Storage"`

	Upstreams map[string]string `help:"In a split installation, where web finds the other services: auth=http://...;problems=http://..." group:"Split installation"`

	open.MailConfig

	Registration string `default:"auto" enum:"auto,open,invited" help:"Who may register an organization of their own: open (anybody), invited (nobody), or auto: open where nobody comes in but from this machine (a loopback --addr, and no other --public-url)." group:"Auth"`

	Auth        auth.Config        `embed:"" prefix:"auth-" group:"Auth"`
	Execution   execution.Config   `embed:"" group:"Execution"`
	Worker      worker.Config      `embed:"" group:"Worker"`
	Assessments assessments.Config `embed:"" prefix:"assessments-" group:"Assessments"`
	Interviews  interviews.Config  `embed:"" prefix:"interviews-" group:"Interviews"`

	module.MediaConfig

	open.SandboxConfig

	ToolchainDir string `type:"path" help:"Folder of what compilers prepare once; processes may share it. Default: codecraft/toolchain in the user's cache folder." group:"Worker"`

	module.DropinConfig

	open.TracesConfig

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
	if c.Demo && !loopback(c.Addr) {
		refuse("--demo has known accounts and an open mailbox: it runs on a loopback --addr only")
	}
	if c.Registration == "open" && c.SMTPAddr == "" && !c.alone() {
		refuse("--registration=open on --addr %s, reached as %s, needs --smtp-addr: who registers there proves their address by a link in a mail", c.Addr, cmp.Or(c.PublicURL, "that"))
	}
	if !c.runsAll() && c.NATSURL == "" {
		refuse("--services=%s needs --nats-url: services that run apart meet over a NATS server", strings.Join(c.Services, ","))
	}
	refuseOrigins(refuse, c.CORSOrigins)
	c.checkDropins(refuse)
	c.StorageConfig.Check(refuse)
	if c.OrganizationBytes < 1 {
		refuse("--organization-bytes %d: one is the least", c.OrganizationBytes)
	}
	if c.BlobKeep != 0 && c.BlobKeep < time.Hour {
		refuse("--blob-keep %s: an hour is the least, and 0 keeps blobs for ever", c.BlobKeep)
	}
	c.MailConfig.Check(refuse)
	c.SandboxConfig.Check(refuse)
	c.TracesConfig.Check(refuse)
	c.fill()
	c.checkVideo(refuse)
	for _, validate := range []func() error{c.Auth.Validate, c.Execution.Validate, c.Worker.Validate, c.Assessments.Validate, c.Interviews.Validate} {
		all = append(all, validate())
	}
	return errors.Join(all...)
}

// checkDropins refuses to run programs for everybody who finds the address.
func (c *Config) checkDropins(refuse func(format string, args ...any)) {
	if len(c.Paths()) > 0 && !loopback(c.Addr) && c.DropinToken == "" {
		refuse("--judge0 and --piston run programs for whoever reaches --addr %s: set --dropin-token, or listen on a loopback --addr", c.Addr)
	}
	c.DropinConfig.Check(refuse)
}

// checkVideo looks at video, and at who asks for it: interviews with a key, pages from where they come.
func (c *Config) checkVideo(refuse func(format string, args ...any)) {
	c.MediaConfig.Check(refuse)
	if c.Media != "livekit" {
		return
	}
	if c.runs("interviews") && (c.LivekitKey == "" || c.LivekitSecret == "") {
		refuse("--media=livekit needs --livekit-key and --livekit-secret, a pair under keys in its livekit.yaml")
	}
	if c.secure() && strings.HasPrefix(c.LivekitURL, "ws://") {
		refuse("--livekit-url %s: browsers keep pages of %s from what is not encrypted; put TLS before it, and write wss://", c.LivekitURL, c.PublicURL)
	}
}

func refuseOrigins(refuse func(format string, args ...any), origins []string) {
	for _, origin := range origins {
		if origin != "*" && !httpx.Origin(origin) {
			refuse("--cors-origins %q: write an origin in small letters without a path, such as https://app.example.com, or *", origin)
		}
	}
}

func (c *Config) fill() {
	c.Local = loopback(c.Addr)
	if c.Worker.Slots == 0 {
		c.Worker.Slots = max(2, runtime.NumCPU()) + 1 // one is always kept for runs
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
	c.hand()
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

// alone reports whether nobody comes in but who sits at this machine: it listens on loopback, and has no address by which a proxy
// before it lets others in.
func (c *Config) alone() bool {
	u, err := url.Parse(c.PublicURL)
	return loopback(c.Addr) && err == nil && (c.PublicURL == "" || loopback(net.JoinHostPort(u.Hostname(), "0")))
}

func (c *Config) secure() bool { return strings.HasPrefix(c.PublicURL, "https://") }

// mail greets the mail server with the host of the public address, unless the operator says otherwise; one that is a number stands in
// brackets (RFC 5321, 4.1.3).
func (c *Config) mail() open.MailConfig {
	made := c.MailConfig
	u, err := url.Parse(c.PublicURL)
	if made.SMTPHello != "" || err != nil {
		return made
	}
	switch ip := net.ParseIP(u.Hostname()); {
	case ip == nil:
		made.SMTPHello = u.Hostname()
	case ip.To4() == nil:
		made.SMTPHello = "[IPv6:" + ip.String() + "]"
	default:
		made.SMTPHello = "[" + ip.String() + "]"
	}
	return made
}

// hand gives the services what follows from the product's settings.
func (c *Config) hand() {
	c.Auth.PublicURL, c.Assessments.PublicURL, c.Interviews.PublicURL = c.PublicURL, c.PublicURL, c.PublicURL
	c.Interviews.MailFrom = c.MailFrom
	c.Auth.People.OrganizationMails, c.Assessments.OrganizationMails, c.Interviews.OrganizationMails = c.OrganizationMails, c.OrganizationMails, c.OrganizationMails
	c.Interviews.OrganizationBytes = c.OrganizationBytes
	c.Auth.People.OpenRegistration = c.Registration == "open" || c.Registration == "auto" && c.alone()
	c.Auth.People.ProveAddresses = c.SMTPAddr != "" || !c.alone()
	c.Auth.Sessions.SecureCookies, c.Auth.Sessions.TrustedProxies = c.secure(), c.TrustedProxies
	if c.Demo {
		c.Auth.Sessions.DemoOrganization = module.DemoOrganization
	}
}

func (c *Config) worker() module.WorkerConfig {
	return module.WorkerConfig{
		Config: c.Worker, Sandbox: c.SandboxConfig, ToolchainDir: c.ToolchainDir, Scratch: c.Folder("sandbox"), Cache: c.Folder("worker"),
	}
}

// Defaults are the services' own. What is the product's has its default in its tag.
func Defaults() Config {
	c := Config{Auth: auth.Defaults(), Execution: execution.Defaults(), Worker: worker.Defaults(), Assessments: assessments.Defaults(), Interviews: interviews.Defaults()}
	c.Worker.Slots, c.Worker.Terminals = 0, 4 // 0 follows from the processors
	c.OrganizationMails, c.OrganizationBytes, c.BlobKeep = quota.DefaultMails, quota.DefaultBytes, collect.DefaultKeep
	return c
}
