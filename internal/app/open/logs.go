package open

import (
	"cmp"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/otlp"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// LogsConfig says where the log goes beside standard error. The tags are read by the command line (kong).
type LogsConfig struct {
	OTLPLogs string `name:"otlp-logs" help:"Collector of OpenTelemetry, or Loki, that the log is sent to, too, as OTLP over HTTP: http://host:4318, http://loki:3100/otlp/v1/logs. Default: it is on standard error alone." group:"Logs"`
}

// Check refuses what cannot be sent to.
func (c LogsConfig) Check(refuse func(string, ...any)) {
	if c.OTLPLogs == "" {
		return
	}
	if _, err := otlp.Address(c.OTLPLogs, otlp.LogsPath); err != nil {
		refuse("--otlp-logs: %w", err)
	}
}

// Logging is what the log of a process is to be known by, from which level on lines are sent, and what takes secrets out of them.
type Logging struct {
	Version  string
	Services []string
	Level    string
	Hide     func(string) string
}

// Logs begins to send the log; without an address the log is as it was. Call done last of all.
func Logs(c LogsConfig, l Logging, registry prometheus.Registerer, log *slog.Logger) (also *slog.Logger, done func() error, err error) {
	lost := prometheus.NewCounter(prometheus.CounterOpts{
		Name: "codecraft_log_lines_lost_total", Help: "Lines of the log that were not sent to the collector of --otlp-logs; they are on standard error.",
	})
	if err := telemetry.Register(registry, lost); err != nil {
		return nil, nil, err
	}
	if c.OTLPLogs == "" {
		return log, func() error { return nil }, nil
	}
	var from slog.Level
	if err := from.UnmarshalText([]byte(l.Level)); err != nil {
		return nil, nil, fmt.Errorf("log level %q: use debug, info, warn or error", l.Level)
	}
	host, err := os.Hostname()
	if err != nil {
		return nil, nil, fmt.Errorf("the name of this host, which its log is sent under: %w", err)
	}
	sender, err := otlp.StartLogs(otlp.Config{
		Endpoint: c.OTLPLogs, Headers: cmp.Or(os.Getenv("OTEL_EXPORTER_OTLP_LOGS_HEADERS"), os.Getenv("OTEL_EXPORTER_OTLP_HEADERS")),
		About: map[string]string{
			"service.namespace": "codecraft", "service.name": strings.Join(l.Services, ","), "service.version": l.Version, "host.name": host,
		},
		Hide: l.Hide, Log: log, Lost: lost,
	})
	if err != nil {
		return nil, nil, fmt.Errorf("send the log: %w", err)
	}
	return sender.Also(log, from), sender.Close, nil
}
