# CodeCraft's targets. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X github.com/codecraft-hq/codecraft/internal/app.version=$(VERSION)
export CGO_ENABLED := 0
export PATH := $(CURDIR)/bin:$(PATH)
NPM := npx --yes npm@10
SLOT := internal/engine/sandbox/native/embedded/slot
ARGS ?= --demo

.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: setup build ## set this machine up, build, and serve with a demo organization (ARGS= for serve's own flags)
	bin/codecraft serve $(ARGS)

.PHONY: test
test: setup-test build check test-go test-browser test-chaos test-v2 ## everything CI runs

.PHONY: setup
setup: ## install missing compilers (Debian packages)
	@tools/setup run

.PHONY: setup-test
setup-test:
	@tools/setup test

.PHONY: build
build: web/dist/index.html $(SLOT) bin/esbuild ## bin/codecraft, with the web app inside
	@echo "Building bin/codecraft"
	@go build -trimpath -ldflags '$(LDFLAGS)' -o bin/codecraft ./cmd/codecraft

bin/esbuild: go.mod
	@echo "Building esbuild, which TypeScript is compiled with"
	@go build -o $@ github.com/evanw/esbuild/cmd/esbuild

$(SLOT): $(wildcard internal/engine/sandbox/native/slot/*.go) go.mod
	@echo "Building the sandbox's first process"
	@go build -trimpath -ldflags '-s -w' -o $@ ./internal/engine/sandbox/native/slot

WEB_SOURCES := $(shell find web/src web/public web/index.html web/vite.config.ts -type f 2>/dev/null)
web/node_modules/.installed: web/package.json web/package-lock.json
	@echo "Installing the web app's packages"
	@cd web && $(NPM) ci --no-audit --no-fund --loglevel=error && touch node_modules/.installed

web/dist/index.html: web/node_modules/.installed $(WEB_SOURCES)
	@echo "Building the web app"
	@cd web && npm run --silent build

.PHONY: check
check: $(SLOT) web/node_modules/.installed ## format, vet, lint, dead code, generated files
	@test -z "$$(gofmt -l cmd internal test web/*.go *.go)" || { gofmt -l cmd internal test web/*.go *.go; echo "run gofmt -w on these"; exit 1; }
	go vet ./...
	go tool -modfile=tools/go.mod golangci-lint run ./...
	@out=$$(go tool -modfile=tools/go.mod deadcode -test ./...) && test -z "$$out" || { echo "$$out"; exit 1; }
	cd web && npm run --silent check
	@tools/gen --check

.PHONY: gen
gen: build ## write generated files again (OpenAPI document, web types)
	@tools/gen

.PHONY: test-go
test-go: $(SLOT) bin/esbuild ## Go tests: unit, stores on both databases, sandbox (also as an ordinary user), scenario
	go test -timeout 25m ./...

.PHONY: test-v2
test-v2: $(SLOT) ## sandbox conformance on pure cgroup v2 (boots Debian's kernel in QEMU)
	@CODECRAFT_QEMU=1 internal/engine/sandbox/sandboxtest/qemu.sh

.PHONY: test-browser
test-browser: build web/node_modules/.installed ## the story in headless Chromium
	@cd test/browser && ./run

.PHONY: test-chaos
test-chaos: build ## kill -9 in the middle of submissions (short form)
	CODECRAFT_CHAOS_ROUNDS=2 go test -count=1 -timeout 10m ./test/chaos

.PHONY: chaos
chaos: build ## kill -9 in the middle of 200 submissions, 20 times
	CODECRAFT_CHAOS_ROUNDS=20 CODECRAFT_CHAOS_SUBMISSIONS=200 go test -count=1 -v -timeout 60m ./test/chaos

.PHONY: bench
bench: build ## latency and throughput as ratios to bare fork+exec, into build/bench.json
	@mkdir -p build && go run ./test/load -out build/bench.json

.PHONY: screenshots
screenshots: build web/node_modules/.installed ## take the pictures in docs/ again
	@cd test/browser && ./run --screenshots

.PHONY: clean
clean: ## remove what was built (never ./data)
	rm -rf bin build web/dist/assets web/dist/index.html $(SLOT)
