package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// building is a program that is compiled and run, by the plain commands of its compiler and by the product.
type building struct {
	Name  string  `json:"name"`
	Bound float64 `json:"bound"` // the ratio must not be above it
	// The processor time in ms of a compilation and a run, both of the median round, and their ratio.
	PlainMs   float64 `json:"plainMs"`
	ProductMs float64 `json:"productMs"`
	Ratio     float64 `json:"ratio"`

	language, file string
	commands       [][]string // the plain ones, in a folder that has the file
	env            []string   // of the plain ones; $DIR is the folder
	prepare        bool       // the same source has been compiled before
}

func buildings() ([]building, error) {
	tsc, err := filepath.Abs("node_modules/typescript/bin/tsc")
	if err != nil {
		return nil, err
	}
	cpp := [][]string{{"g++", "-O2", "-std=gnu++20", "-o", "program", "main.cpp"}, {"./program"}}
	return []building{
		{Name: "C++ with bits/stdc++.h", Bound: 0.45, language: "cpp", file: "main.cpp", commands: cpp},
		{Name: "C++, the same source again", Bound: 0.1, language: "cpp", file: "main.cpp", commands: cpp, prepare: true},
		{Name: "Java", Bound: 0.5, language: "java", file: "Main.java", commands: [][]string{{"javac", "Main.java"}, {"java", "Main"}}},
		{Name: "TypeScript", Bound: 0.35, language: "typescript", file: "main.ts", commands: [][]string{
			{"node", tsc, "--target", "es2022", "--module", "commonjs", "main.ts"}, {"node", "main.js"}}},
		{Name: "Go, an edited file", Bound: 0.5, language: "go", file: "main.go", env: []string{"GOCACHE=$DIR/cache", "GO111MODULE=off", "CGO_ENABLED=0"},
			commands: [][]string{{"go", "build", "-o", "program", "main.go"}, {"./program"}}},
	}, nil
}

// measureBuildings takes all ways in turn, each time with a source nobody has compiled yet unless prepared.
func (o options) measureBuildings(ctx context.Context, backend sandbox.Backend, folder string) ([]building, error) {
	list, err := buildings()
	if err != nil {
		return nil, err
	}
	tools, err := toolchain.New(toolchain.Config{Dir: filepath.Join(folder, "toolchain")}, toolchain.Detect(ctx, toolchain.Builtin()))
	if err != nil {
		return nil, err
	}
	defer tools.Close() //nolint:errcheck // of a temporary folder
	slot, err := backend.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer slot.Close() //nolint:errcheck // the back end is closed next
	times := make([][2][]float64, len(list))
	for round := range o.rounds + 1 { // the first one warms up
		for i, b := range list {
			plain, err := b.plain(ctx, folder, round)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", b.Name, err)
			}
			product, err := b.product(ctx, tools, slot, round)
			if err != nil {
				return nil, fmt.Errorf("%s in the product: %w", b.Name, err)
			}
			if round > 0 {
				times[i][0], times[i][1] = append(times[i][0], plain), append(times[i][1], product)
			}
		}
	}
	for i := range list {
		list[i].PlainMs, list[i].ProductMs = median(times[i][0]), median(times[i][1])
		list[i].Ratio = list[i].ProductMs / list[i].PlainMs
	}
	return list, nil
}

// source is the program with a comment of its round, so that it is new to every cache.
func (b building) source(round int) ([]byte, error) {
	text, err := programs.ReadFile("programs/" + b.file + ".txt")
	return append(text, fmt.Appendf(nil, "\n// round %d\n", round)...), err
}

func (b building) plain(ctx context.Context, folder string, round int) (float64, error) {
	dir, err := os.MkdirTemp(folder, "plain-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // below the folder that is removed at the end
	text, err := b.source(round)
	if err = errors.Join(err, os.WriteFile(filepath.Join(dir, b.file), text, 0o644)); err != nil {
		return 0, err
	}
	var used time.Duration
	for _, command := range b.commands {
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Dir, cmd.Env = dir, os.Environ()
		for _, e := range b.env {
			cmd.Env = append(cmd.Env, os.Expand(e, func(string) string { return dir }))
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			return 0, fmt.Errorf("%s: %w\n%s", command[0], err, out)
		}
		used += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	return millis(used), nil
}

// product compiles and runs in the slot; what this process itself uses counts as well.
func (b building) product(ctx context.Context, tools *toolchain.Toolchain, slot sandbox.Slot, round int) (float64, error) {
	text, err := b.source(round)
	if err != nil {
		return 0, err
	}
	r := toolchain.Request{Language: b.language, Files: []toolchain.File{{Data: text}}, Scope: "load"}
	if b.prepare {
		r.Scope = "load again"
		a, _, err := tools.Compile(ctx, slot, r)
		if err != nil {
			return 0, err
		}
		a.Release()
	}
	before, err := own()
	if err != nil {
		return 0, err
	}
	a, compiled, err := tools.Compile(ctx, slot, r)
	if err != nil {
		return 0, err
	}
	if a == nil {
		return 0, errors.New(compiled.Output)
	}
	defer a.Release()
	var stdout bytes.Buffer
	spec := a.Spec(bytes.NewReader(nil), sandbox.Limits{})
	spec.Stdout, spec.Stderr = &stdout, &stdout
	run, err := slot.Run(ctx, spec)
	if err == nil && (run.Status != sandbox.OK || stdout.Len() == 0) {
		err = fmt.Errorf("%s %s %s", run.Status, run.Detail, stdout.String())
	}
	after, failed := own()
	if err = errors.Join(err, failed); err != nil {
		return 0, err
	}
	used := run.CPUTime + after - before
	if !compiled.Cached {
		used += compiled.CPUTime
	}
	return millis(used), nil
}

// own is the processor time of this process.
func own() (time.Duration, error) {
	var u syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), err
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
