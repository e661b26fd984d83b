package app

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/prometheus/client_golang/prometheus"
)

// version is set by the linker (see Makefile).
var version = "development"

// Version is the version, the commit and the Go version this binary was built with.
func Version() string {
	return fmt.Sprintf("codecraft %s (%s, %s, %s/%s)", version, commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// buildInfo says the same as labels, to be joined with what changes from one version to the next.
func buildInfo() prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "codecraft_build_info", Help: "Always 1: the version, commit and Go version of this process are its labels.",
		ConstLabels: prometheus.Labels{"version": version, "commit": commit(), "goversion": runtime.Version()},
	}, func() float64 { return 1 })
}

func commit() string {
	commit := "unknown commit"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value[:min(12, len(s.Value))]
			}
		}
	}
	return commit
}
