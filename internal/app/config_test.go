package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app"
)

func standard() app.Config {
	c := app.Defaults()
	c.Services, c.Addr, c.Data, c.Blobs = []string{"all"}, "127.0.0.1:8080", "data", "files"
	return c
}

func TestContradictionsAreRefused(t *testing.T) {
	tests := map[string]struct {
		change func(*app.Config)
		says   []string // none: it is fine
	}{
		"nothing is set": {func(*app.Config) {}, nil},
		"an unknown service": {func(c *app.Config) { c.Services, c.NATSURL = []string{"wroker"}, "nats://q" },
			[]string{`there is no "wroker"; did you mean "worker"?`}},
		"an address without a port": {func(c *app.Config) { c.Addr = "localhost" }, []string{"--addr"}},
		"a certificate without its key": {func(c *app.Config) { c.TLSCert = "a.pem" },
			[]string{"--tls-cert and --tls-key go together"}},
		"a key without its certificate": {func(c *app.Config) { c.TLSKey = "a.pem" },
			[]string{"--tls-cert and --tls-key go together"}},
		"a certificate and its key": {func(c *app.Config) { c.TLSCert, c.TLSKey = "a.pem", "b.pem" }, nil},
		"certificates from files and from ACME": {func(c *app.Config) { c.TLSCert, c.TLSKey, c.ACMEHosts = "a.pem", "b.pem", []string{"a.example"} },
			[]string{"--tls-cert and --acme-hosts exclude one another"}},
		"a public address without a scheme":    {func(c *app.Config) { c.PublicURL = "code.example.org" }, []string{"--public-url"}},
		"a public address of another scheme":   {func(c *app.Config) { c.PublicURL = "ftp://code.example.org" }, []string{"--public-url"}},
		"another database than PostgreSQL":     {func(c *app.Config) { c.DatabaseURL = "mysql://root@db" }, []string{"--database-url"}},
		"PostgreSQL":                           {func(c *app.Config) { c.DatabaseURL = "postgres://codecraft@db/codecraft" }, nil},
		"no mails at all":                      {func(c *app.Config) { c.OrganizationMails = 0 }, []string{"--organization-mails 0"}},
		"blobs that go at once":                {func(c *app.Config) { c.BlobKeep = time.Minute }, []string{"--blob-keep 1m0s"}},
		"blobs that stay for ever":             {func(c *app.Config) { c.BlobKeep = 0 }, nil},
		"blobs for less than nothing":          {func(c *app.Config) { c.BlobKeep = -time.Hour }, []string{"--blob-keep"}},
		"no bytes at all":                      {func(c *app.Config) { c.OrganizationBytes = 0 }, []string{"--organization-bytes 0"}},
		"a demo for everybody":                 {func(c *app.Config) { c.Demo, c.Addr = true, "0.0.0.0:80" }, []string{"--demo"}},
		"a demo on all addresses of the host":  {func(c *app.Config) { c.Demo, c.Addr = true, ":80" }, []string{"--demo"}},
		"a demo at home":                       {func(c *app.Config) { c.Demo, c.Addr = true, "[::1]:8080" }, nil},
		"blobs over a queue that is not there": {func(c *app.Config) { c.Blobs = "queue" }, []string{"--blobs=queue needs --nats-url"}},
		"blobs in no bucket":                   {func(c *app.Config) { c.Blobs = "s3" }, []string{"--blobs=s3 needs --s3-bucket"}},
		"a bucket with a name that is none":    {func(c *app.Config) { c.Blobs, c.S3Bucket = "s3", "b" }, []string{`--s3-bucket "b": a bucket's name has 3 to 63`}},
		"a bucket that nothing is in":          {func(c *app.Config) { c.S3Bucket = "b" }, []string{"--s3-bucket and the other settings of S3 need --blobs=s3"}},
		"a key without its secret":             {func(c *app.Config) { c.Blobs, c.S3Bucket, c.S3AccessKey = "s3", "blobs", "k" }, []string{"--s3-access-key and --s3-secret-key go together"}},
		"a secret without its key":             {func(c *app.Config) { c.Blobs, c.S3Bucket, c.S3SecretKey = "s3", "blobs", "k" }, []string{"--s3-access-key and --s3-secret-key go together"}},
		"an endpoint that is no address":       {func(c *app.Config) { c.Blobs, c.S3Bucket, c.S3Endpoint = "s3", "blobs", "minio:9000" }, []string{"--s3-endpoint: write an address"}},
		"an endpoint with the bucket in it":    {func(c *app.Config) { c.Blobs, c.S3Bucket, c.S3Endpoint = "s3", "blobs", "https://minio/b" }, []string{"--s3-endpoint"}},
		"a prefix from the root":               {func(c *app.Config) { c.Blobs, c.S3Bucket, c.S3Prefix = "s3", "blobs", "/b" }, []string{"--s3-prefix"}},
		"blobs in a bucket":                    {func(c *app.Config) { c.Blobs, c.S3Bucket, c.S3Prefix = "s3", "blobs", "a/b" }, nil},
		"blobs in a bucket of another's": {func(c *app.Config) {
			c.Blobs, c.S3Bucket, c.S3Endpoint, c.S3AccessKey, c.S3SecretKey = "s3", "blobs", "http://10.0.0.1:9000/", "k", "s"
		}, nil},
		"a service apart without a queue":  {func(c *app.Config) { c.Services = []string{"worker"} }, []string{"--services=worker needs --nats-url"}},
		"a service apart":                  {func(c *app.Config) { c.Services, c.NATSURL = []string{"worker"}, "nats://q" }, nil},
		"copies of the embedded queue":     {func(c *app.Config) { c.NATSCopies = 3 }, []string{"--nats-copies 3 needs --nats-url"}},
		"more copies than NATS keeps":      {func(c *app.Config) { c.NATSCopies, c.NATSURL = 7, "nats://q" }, []string{"--nats-copies 7"}},
		"copies on a cluster":              {func(c *app.Config) { c.NATSCopies, c.NATSURL = 3, "nats://a,nats://b,nats://c" }, nil},
		"Judge0's interface for everybody": {func(c *app.Config) { c.Judge0, c.Addr, c.DropinRuns, c.DropinKeep = true, "0.0.0.0:80", 1, time.Hour }, []string{"--dropin-token"}},
		"Piston's interface for everybody": {func(c *app.Config) { c.Piston, c.Addr, c.DropinRuns, c.DropinKeep = true, ":80", 1, time.Hour }, []string{"--dropin-token"}},
		"Judge0's interface with a token": {func(c *app.Config) {
			c.Judge0, c.Addr, c.DropinToken, c.DropinRuns, c.DropinKeep = true, ":80", "hunter2", 1, time.Hour
		}, nil},
		"Judge0's interface at home":                            {func(c *app.Config) { c.Judge0, c.DropinRuns, c.DropinKeep = true, 1, time.Hour }, nil},
		"anybody may register, and no mail is sent":             {func(c *app.Config) { c.Registration, c.Addr = "open", "0.0.0.0:80" }, []string{"--registration=open", "--smtp-addr"}},
		"anybody on this machine may register without any mail": {func(c *app.Config) { c.Registration = "open" }, nil},
		"anybody may register through a proxy, and no mail is sent": {func(c *app.Config) { c.Registration, c.PublicURL = "open", "https://code.example.org" },
			[]string{"--registration=open", "https://code.example.org", "--smtp-addr"}},
		"an organization that is none": {func(c *app.Config) {
			c.Piston, c.DropinRuns, c.DropinKeep, c.DropinOrganization = true, 1, time.Hour, "acme"
		}, []string{"--dropin-organization"}},
		"pages of other origins":        {func(c *app.Config) { c.CORSOrigins = []string{"https://app.example.com", "*"} }, nil},
		"pages of what is no origin":    {func(c *app.Config) { c.CORSOrigins = []string{"https://app.example.com/"} }, []string{"--cors-origins"}},
		"submissions that are not kept": {func(c *app.Config) { c.Judge0, c.DropinRuns = true, 1 }, []string{"--dropin-keep"}},
		"containers of an image without a digest": {func(c *app.Config) { c.Sandbox, c.DockerImage = "docker", "codecraft-execution:latest" },
			[]string{"--docker-image pinned by digest", "codecraft-execution:latest"}},
		"containers of an image with its digest": {func(c *app.Config) { c.Sandbox, c.DockerImage = "docker", "sha256:"+strings.Repeat("0a", 32) }, nil},
		"an image without containers":            {func(c *app.Config) { c.DockerImage = "sha256:" + strings.Repeat("0a", 32) }, []string{"need --sandbox=docker"}},
		"containers, and no isolation": {func(c *app.Config) {
			c.Sandbox, c.DockerImage, c.InsecureNoSandbox = "docker", "x@sha256:"+strings.Repeat("0a", 32), true
		}, []string{"--insecure-no-sandbox"}},
		"a collector that is no address": {func(c *app.Config) { c.OTLPEndpoint = "collector:4317" }, []string{"--otlp-endpoint: write the address"}},
		"a collector":                    {func(c *app.Config) { c.OTLPEndpoint, c.OTLPSample = "http://collector:4318", .1 }, nil},
		"more traces than there are":     {func(c *app.Config) { c.OTLPSample = 1.5 }, []string{"--otlp-sample 1.5"}},
		"video by a server elsewhere": {func(c *app.Config) {
			c.Media, c.LivekitURL, c.LivekitKey, c.LivekitSecret, c.PublicURL = "livekit", "wss://video.example.org:7443", "codecraft", "hunter2", "https://code.example.org"
		}, nil},
		"video by a server nobody knows where": {func(c *app.Config) { c.Media, c.LivekitKey, c.LivekitSecret = "livekit", "codecraft", "hunter2" }, []string{"--media=livekit needs --livekit-url"}},
		"video by a server at a path": {func(c *app.Config) {
			c.Media, c.LivekitURL, c.LivekitKey, c.LivekitSecret = "livekit", "wss://x:hunter2@video.example.org/sfu", "codecraft", "hunter2"
		}, []string{"without a path, such as wss://video.example.org"}},
		"video by a server, and no key": {func(c *app.Config) {
			c.Media, c.LivekitURL, c.LivekitKey = "livekit", "wss://video.example.org", "codecraft"
		},
			[]string{"--media=livekit needs --livekit-key and --livekit-secret"}},
		"pages of video by a server elsewhere": {func(c *app.Config) {
			c.Services, c.NATSURL, c.Media, c.LivekitURL = []string{"web"}, "nats://q", "livekit", "wss://video.example.org"
		}, nil},
		"video that browsers do not let a page have": {func(c *app.Config) {
			c.Media, c.LivekitURL, c.LivekitKey, c.LivekitSecret, c.PublicURL = "livekit", "ws://video.example.org", "codecraft", "hunter2", "https://code.example.org"
		}, []string{"--livekit-url ws://video.example.org", "write wss://"}},
		"Amazon without a region":                    {func(c *app.Config) { c.Media = "chime" }, []string{"--media=chime needs --chime-region"}},
		"a region for video that is here":            {func(c *app.Config) { c.Media, c.ChimeRegion = "embedded", "eu-central-1" }, []string{"are for --media=chime, and this is --media=embedded"}},
		"a server elsewhere, and video that is here": {func(c *app.Config) { c.Media, c.LivekitSecret = "embedded", "hunter2" }, []string{"are for --media=livekit, and this is --media=embedded"}},
		"video by way of coturn": {func(c *app.Config) {
			c.Media, c.TURNURLs, c.TURNSecret = "embedded", []string{"turns:turn.example.org:443", "turn:turn.example.org?transport=udp"}, "hunter2"
		}, nil},
		"video by way of what is no TURN server": {func(c *app.Config) {
			c.Media, c.TURNURLs, c.TURNSecret = "embedded", []string{"stun:turn.example.org"}, "hunter2"
		},
			[]string{`--turn-urls "stun:turn.example.org": write turns:host:port`}},
		"coturn without its secret": {func(c *app.Config) { c.Media, c.TURNURLs = "embedded", []string{"turn:turn.example.org"} }, []string{"--turn-urls and --turn-secret go together"}},
		"coturn beside a server elsewhere": {func(c *app.Config) {
			c.Media, c.LivekitURL, c.LivekitKey, c.LivekitSecret, c.TURNURLs, c.TURNSecret = "livekit", "wss://a", "codecraft", "hunter2", []string{"turn:a"}, "hunter2"
		}, []string{"names its TURN servers in its own livekit.yaml"}},
		"several at once: each of them is named":  {func(c *app.Config) { c.Addr, c.TLSKey, c.Blobs = "x", "k", "queue" }, []string{"--addr", "--tls-key", "--blobs"}},
		"a secret address is wrong: it is hidden": {func(c *app.Config) { c.DatabaseURL = "mysql://hunter2@db" }, []string{"--database-url"}},
	}
	for name, x := range tests {
		t.Run(name, func(t *testing.T) {
			c := standard()
			x.change(&c)
			err := c.Validate()
			if len(x.says) == 0 && err != nil || len(x.says) > 0 && err == nil {
				t.Fatalf("got %v, want %q", err, x.says)
			}
			for _, word := range x.says {
				if !strings.Contains(err.Error(), word) || strings.Contains(err.Error(), "hunter2") {
					t.Errorf("got %v, want %q", err, word)
				}
			}
		})
	}
}

func TestWhatIsNotSetFollowsFromTheRest(t *testing.T) {
	tests := map[string]struct {
		change func(*app.Config)
		public string
		trusts int
	}{
		"from the address":            {func(*app.Config) {}, "http://127.0.0.1:8080", 0},
		"with a certificate":          {func(c *app.Config) { c.TLSCert, c.TLSKey = "a", "b" }, "https://127.0.0.1:8080", 0},
		"with ACME":                   {func(c *app.Config) { c.ACMEHosts = []string{"a.example", "b.example"} }, "https://a.example", 0},
		"as set, without its slash":   {func(c *app.Config) { c.PublicURL = "https://a.example/" }, "https://a.example", 0},
		"apart, loopback is believed": {func(c *app.Config) { c.Services, c.NATSURL = []string{"auth"}, "nats://q" }, "http://127.0.0.1:8080", 2},
	}
	for name, x := range tests {
		t.Run(name, func(t *testing.T) {
			c := standard()
			x.change(&c)
			if err := c.Validate(); err != nil {
				t.Fatal(err)
			}
			if c.PublicURL != x.public || len(c.TrustedProxies) != x.trusts || c.Worker.Slots < 2 || c.ToolchainDir == "" {
				t.Errorf("%s, %v, %d slots, %q", c.PublicURL, c.TrustedProxies, c.Worker.Slots, c.ToolchainDir)
			}
			filled := c
			if err := c.Validate(); err != nil || c.PublicURL != filled.PublicURL || !slices.Equal(c.TrustedProxies, filled.TrustedProxies) || c.Worker.Slots != filled.Worker.Slots {
				t.Errorf("a second look changes it: %+v, %v", c, err)
			}
		})
	}
}

// Where nobody comes in but who sits at this machine, they register at once, and are told when an address has an account. Strangers
// are not, be it through a proxy.
func TestWhoRegistersProvesTheirAddressToStrangers(t *testing.T) {
	for name, x := range map[string]struct {
		change       func(*app.Config)
		open, proves bool
	}{
		"at home":                    {func(*app.Config) {}, true, false},
		"at home, by name":           {func(c *app.Config) { c.Addr, c.PublicURL = "localhost:8080", "http://localhost:8080" }, true, false},
		"at home, with mails":        {func(c *app.Config) { c.SMTPAddr = "smtp.example.org:587" }, true, true},
		"behind a proxy":             {func(c *app.Config) { c.PublicURL = "https://code.example.org" }, false, true},
		"behind a proxy, with mails": {func(c *app.Config) { c.PublicURL, c.SMTPAddr = "https://code.example.org", "smtp.example.org:587" }, false, true},
		"behind a proxy, for anybody": {func(c *app.Config) {
			c.PublicURL, c.SMTPAddr, c.Registration = "https://code.example.org", "smtp.example.org:587", "open"
		}, true, true},
		"on an address others reach":    {func(c *app.Config) { c.Addr = "0.0.0.0:80" }, false, true},
		"at home, for who were invited": {func(c *app.Config) { c.Registration = "invited" }, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := standard()
			c.Registration = "auto"
			x.change(&c)
			if err := c.Validate(); err != nil {
				t.Fatal(err)
			}
			if people := c.Auth.People; people.OpenRegistration != x.open || people.ProveAddresses != x.proves {
				t.Errorf("anybody registers: %v, addresses are proven: %v", people.OpenRegistration, people.ProveAddresses)
			}
		})
	}
}

func TestTheMailServerIsGreetedWithThePublicName(t *testing.T) {
	for public, hello := range map[string]string{
		"https://code.example.org": "code.example.org", "http://code.example.org:8080": "code.example.org",
		"http://192.0.2.7:8080": "[192.0.2.7]", "http://[2001:db8::1]:8080": "[IPv6:2001:db8::1]",
	} {
		c := standard()
		c.PublicURL = public
		if err := c.Validate(); err != nil || app.Hello(&c) != hello {
			t.Errorf("%s: greets as %q, %v", public, app.Hello(&c), err)
		}
	}
	c := standard()
	c.SMTPHello = "relay.example.org"
	if err := c.Validate(); err != nil || app.Hello(&c) != "relay.example.org" {
		t.Errorf("greets as %q, %v", app.Hello(&c), err)
	}
}
