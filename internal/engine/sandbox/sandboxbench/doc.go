// Package sandboxbench measures what isolation costs: the same program started bare, in a sandbox
// and by bubblewrap, in turns within one run, so that all meet the same machine. The figures are ratios to a
// bare fork and exec from Go, the least any harness written in Go could pay.
package sandboxbench
