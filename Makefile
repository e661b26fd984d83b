# CodeCraft's targets. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X github.com/codecraft-hq/codecraft/internal/app.version=$(VERSION)
export CGO_ENABLED := 0
# Nothing that is built knows the folder of its sources: what another copy of them compiled is found again.
export GOFLAGS := $(strip $(filter-out -trimpath,$(shell go env GOFLAGS)) -trimpath)
export PATH := $(CURDIR)/bin:$(PATH)
NPM := npx --yes npm@10
SLOT := internal/engine/sandbox/native/embedded/slot
RUNNER := internal/engine/sandbox/docker/embedded/runner
ARGS ?= --demo

.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-22s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: setup build ## set this machine up, build, and serve with a demo organization (ARGS= for serve's own flags)
	bin/codecraft serve $(ARGS)

.PHONY: dev
dev: setup build ## one address with hot reload of pages and a server that starts again at each change
	@tools/dev $(ARGS)

# Joined by +: side by side, for one of them alone leaves a processor with little to do.
STAGES := setup-test build check test-go-short load-stable-short test-docker-short+test-v2-short test-browser-short+check-charts \
	test-chaos+test-schemathesis-short test-abuse+test-race-short+lint-openapi
# The whole begins with what the short form leaves out.
STAGES_ALL := setup-test build check check-dead test-go load-stable-short test-docker-short+test-race-short test-browser test-chaos+test-schemathesis-short test-abuse test-v2-short+lint-openapi+check-charts
.PHONY: test
ifdef S
test: $(SLOT) $(RUNNER) bin/esbuild node_modules/.installed
	@tools/some $(S)
else
test: ## what CI runs, of each kind of fault something; S=problems: the Go packages and web tests in folders called so
	@tools/stages $(STAGES)
endif

.PHONY: test-all
test-all: ## all tests but those of the long targets below: before a release, and where the sandbox, the judge or pages were changed
	@tools/stages $(STAGES_ALL)

.PHONY: quick
quick: $(SLOT) $(RUNNER) node_modules/.installed ## what can be known within a minute: vet, the house, base, parts and contracts, types
	@tools/quick

.PHONY: setup
setup: ## install missing compilers (Debian packages)
	@tools/setup run

.PHONY: setup-test
setup-test:
	@tools/setup test

.PHONY: build
build: web/dist/index.html $(SLOT) $(RUNNER) bin/esbuild ## bin/codecraft, with the web app inside
	@echo "Building bin/codecraft"
	@go build -ldflags '$(LDFLAGS)' -o bin/codecraft ./cmd/codecraft

bin/esbuild: go.mod
	@echo "Building esbuild, which TypeScript is compiled with"
	@go build -o $@ github.com/evanw/esbuild/cmd/esbuild

$(SLOT): $(wildcard internal/engine/sandbox/native/slot/* internal/engine/sandbox/native/wire/*.go internal/engine/sandbox/native/graft/*.go) go.mod
	@echo "Building the sandbox's first process"
	@go build -ldflags '-s -w' -o $@ ./internal/engine/sandbox/native/slot

$(RUNNER): $(wildcard internal/engine/sandbox/docker/runner/*.go internal/engine/sandbox/docker/frame/*.go) go.mod
	@echo "Building the first process of containers"
	@go build -ldflags '-s -w' -o $@ ./internal/engine/sandbox/docker/runner

WEB_SOURCES := $(shell find web/src web/public web/index.html web/*.ts packages -type f 2>/dev/null)
node_modules/.installed: package-lock.json package.json $(wildcard web/package.json packages/*/package.json)
	@echo "Installing the web app's packages"
	@$(NPM) ci --no-audit --no-fund --loglevel=error && touch $@

web/dist/index.html: node_modules/.installed $(WEB_SOURCES)
	@echo "Building the web app"
	@npm run --silent build

.PHONY: check
check: build ## format, vet, lint, generated files
	@test -z "$$(gofmt -l cmd internal test tools web/*.go *.go)" || { gofmt -l cmd internal test tools web/*.go *.go; echo "run gofmt -w on these"; exit 1; }
	go tool -modfile=tools/go.mod golangci-lint run --allow-parallel-runners ./... # go vet among its linters
	npm run --silent check
	@tools/gen --check

.PHONY: check-dead
check-dead: build ## code that nothing reaches, tests included
	@out=$$(go tool -modfile=tools/go.mod deadcode -test ./...) && test -z "$$out" || { echo "$$out"; exit 1; }

.PHONY: gen
gen: build ## write generated files again (OpenAPI document, web types)
	@tools/gen

.PHONY: lint-openapi
lint-openapi: build ## the API's documents by Spectral and Redocly (installs them from npm, once)
	@tools/lint-openapi

.PHONY: check-deploy
check-deploy: $(SLOT) $(RUNNER) bin/esbuild ## charts; alerts and their tests by promtool, dashboards against Prometheus and a product under load (builds both, once)
	@tools/check-deploy

.PHONY: check-charts
check-charts: $(SLOT) $(RUNNER) ## the charts of Helm: lint, schemas, scores, their own tests, refusals, and the product's word on what they set (builds the tools, once)
	@tools/check-charts

.PHONY: test-schemathesis
test-schemathesis: build ## requests made from the API's document, by schemathesis (installs it from PyPI, once), against a server of its own
	@test/schemathesis/run

.PHONY: test-schemathesis-short
test-schemathesis-short: build ## the same within a minute: what the document says of each operation's parameters and bodies, one by one
	@test/schemathesis/run --short

# Those that take longest, to be begun first: none of them runs on alone while a processor has nothing to do.
LONGEST := $(addprefix ./internal/,engine/sandbox/native engine/judge/verify engine/toolchain service/execution engine/toolchain/suite cli) ./test/scenario

.PHONY: test-go
test-go: build testlib ## Go tests: unit, stores on both databases, sandbox (also as an ordinary user), scenario
	CODECRAFT_TEST_BINARY=$(CURDIR)/bin/codecraft go test -vet=off $(SHORT) -timeout 25m $(LONGEST) $$(go list ./... | grep -Ev '/test/(abuse|chaos|crowd)$$') # these have targets of their own; make check vets

# Without what test/form leaves to the whole.
.PHONY: test-go-short
test-go-short:
	@$(MAKE) --no-print-directory test-go SHORT=-short

# The race detector wants cgo, makes all slower by several times, and compiles all once more for itself. These packages
# start no programs, which it would see nothing of.
# The short form leaves out what has the whole video server compiled once more.
RACE_SHORT := $(addprefix ./internal/base/,bus httpx lifecycle mail outbox) ./internal/parts/... ./internal/engine/collab/...
RACE := ./internal/base/... ./internal/parts/... ./internal/engine/collab/... \
	$(addsuffix /...,$(addprefix ./internal/service/,assessments auth interviews problems))
.PHONY: test-race
test-race: ## the race detector, where much happens at once and no sandbox is started, on both databases
	CGO_ENABLED=1 go test -race -timeout 10m $(RACE)

.PHONY: test-race-short
test-race-short: ## the heart of test-race, on SQLite
	CGO_ENABLED=1 CODECRAFT_SKIP_POSTGRES=1 go test -vet=off -race -timeout 5m $(RACE_SHORT)

TIMES ?= ./...
.PHONY: test-times
test-times: $(SLOT) $(RUNNER) bin/esbuild testlib ## the slowest of the Go tests, and of the packages; TIMES=./internal/engine/judge/judging: those of one
	@go test -json -count=1 -timeout 25m $$(go list $(TIMES) | grep -Ev '/test/(abuse|chaos|crowd)$$') | tools/times

.PHONY: test-languages
test-languages: build ## install every language (several GB) and hold each against the suite: build/languages.json, docs/languages-tested.md
	bin/codecraft toolchain install --all || echo "What could not be installed is named above; the others are tested."
	@mkdir -p build && bin/codecraft toolchain test --at-least 45 --page docs/languages-tested.md --json > build/languages.json

.PHONY: test-s3
test-s3: ## blobs in a bucket of versitygw, a server of S3 that others have written (builds it, once)
	@mkdir -p bin && cd tools/bucket && go build -ldflags '-s -w' -o ../../bin/versitygw github.com/versity/versitygw/cmd/versitygw
	CODECRAFT_TEST_VERSITYGW=$(CURDIR)/bin/versitygw go test -count=1 -timeout 10m ./internal/base/blob/...

.PHONY: test-sandbox
test-sandbox: $(SLOT) ## the native sandbox's whole conformance suite, on each level: attacks on compilers as an ordinary user, too
	CODECRAFT_CONFORMANCE=whole go test -count=1 -v -timeout 30m ./internal/engine/sandbox/native

.PHONY: test-v2
test-v2: $(SLOT) ## sandbox conformance on pure cgroup v2 (boots Debian's kernel in QEMU)
	@CODECRAFT_QEMU=1 internal/engine/sandbox/sandboxtest/qemu.sh

# The suite's short forms are lists in internal/engine/sandbox/sandboxtest/short.go.
.PHONY: test-v2-short
test-v2-short: $(SLOT) ## the heart of test-v2: the conformance suite's short form
	@CODECRAFT_QEMU=1 CODECRAFT_CONFORMANCE=short internal/engine/sandbox/sandboxtest/qemu.sh 'TestConformance$$|TestKilledHost|TestOpenAfterClose'

DOCKER_SHORT := TestConformance$$|TestTheRuntime|TestTheRealEngine|TestWhatIsLeft|TestFreshContainers|TestLeftContainers|TestKilledHost|TestCloseDuringRun|TestImageIsPinned
.PHONY: test-docker-short
test-docker-short: $(RUNNER) $(SLOT) ## the heart of test-docker, in a few minutes: a small image, the conformance suite's short form
	@tools/setup docker
	CODECRAFT_DOCKER=short CODECRAFT_CONFORMANCE=short go test -count=1 -v -timeout 15m -run '$(DOCKER_SHORT)' ./internal/engine/sandbox/docker
	CODECRAFT_DOCKER=short go test -count=1 -timeout 5m -run TheDockerBackEnd ./internal/app/open

.PHONY: test-docker
test-docker: $(RUNNER) $(SLOT) ## sandbox conformance in containers: installs Docker, makes the image, starts a daemon of its own
	@tools/setup docker
	CODECRAFT_DOCKER=1 go test -count=1 -timeout 60m -v ./internal/engine/sandbox/docker/...

.PHONY: images
images: build ## the product's images, twice to the same digest, in an engine of its own; one of them at work (installs Docker)
	@tools/setup docker
	CODECRAFT_IMAGES=1 go test -count=1 -timeout 60m -v -run 'TestImages$$' ./test/images

.PHONY: soak
soak: $(SLOT) ## 20,000 runs, and what is left of them: figures in build/soak.json
	@mkdir -p build && CODECRAFT_SOAK=20000 CODECRAFT_SOAK_OUT=$(CURDIR)/build/soak.json go test -count=1 -v -timeout 60m -run 'TestSoak$$' ./internal/engine/sandbox/native

# Programs written with testlib.h are tested by test-go too. Only where PyPI cannot be reached, and never in CI, their test is skipped.
.PHONY: testlib
testlib:
	@$(MAKE) --no-print-directory build/testlib.h || { test -z "$$CI" && echo "WARNING: testlib.h could not be fetched; TestProgramsThatUseTestlib will be SKIPPED"; }

build/testlib.h:
	@echo "Fetching testlib.h, which is inside a package of PyPI"
	@mkdir -p build && python3 -m pip download --quiet --no-deps --dest build/testlib rbx-cp==2.3.3
	@python3 -c 'import sys, zipfile; open("$@", "wb").write(zipfile.ZipFile(sys.argv[1]).read("rbx/resources/predownloaded/testlib.h"))' build/testlib/*.whl

.PHONY: test-testlib
test-testlib: $(SLOT) build/testlib.h ## checkers, interactors and validators written with testlib.h (fetches it from PyPI)
	go test -count=1 -v -timeout 10m -run 'TestProgramsThatUseTestlib$$' ./internal/engine/judge/verify

.PHONY: test-demo
test-demo: $(SLOT) bin/esbuild ## the demo's problems with twice their limits: what is too slow needs three times the time there is
	CODECRAFT_DEMO_FACTOR=2 go test -count=1 -v -timeout 30m ./internal/demo/problems

FUZZTIME ?= 10s
.PHONY: fuzz
fuzz: $(SLOT) $(RUNNER) ## every fuzzer, FUZZTIME each: protocols, packages, archives, checkers' output, documents
	@tools/fuzz $(FUZZTIME)

.PHONY: load-stable
load-stable: $(SLOT) ## over a hundred solutions near their limits, idle and beside 16 busy processes, 5 rounds: figures in build/loadstable.json
	@mkdir -p build && CODECRAFT_LOAD_STABLE=5 CODECRAFT_LOAD_STABLE_OUT=$(CURDIR)/build/loadstable.json \
		go test -count=1 -v -timeout 60m -run 'TestVerdictsDoNotDependOnTheLoad$$' ./internal/engine/judge/judging

.PHONY: load-stable-short
load-stable-short: $(SLOT) ## the same with a dozen solutions and 4 busy processes, once; nothing else may run meanwhile
	CODECRAFT_LOAD_STABLE=short go test -vet=off -count=1 -timeout 10m -run 'TestVerdictsDoNotDependOnTheLoad$$' ./internal/engine/judge/judging

.PHONY: test-browser
test-browser: build node_modules/.installed ## the story in headless Chromium
	@cd test/browser && ./run

.PHONY: test-browser-short
test-browser-short: build node_modules/.installed ## the same in the light theme, without the specs marked @whole
	@cd test/browser && CODECRAFT_TEST_FORM=short ./run

.PHONY: test-dropin
test-dropin: $(SLOT) bin/esbuild ## published clients of Judge0 and Piston against the product (installs them from PyPI and npm)
	CODECRAFT_DROPIN=must go test -count=1 -timeout 15m ./test/dropin

.PHONY: test-chaos
test-chaos: build ## kill -9 in the middle of submissions (short form)
	CODECRAFT_TEST_BINARY=$(CURDIR)/bin/codecraft CODECRAFT_CHAOS_ROUNDS=1 CODECRAFT_CHAOS_KILLS=6 go test -short -count=1 -timeout 10m ./test/chaos

.PHONY: test-abuse
test-abuse: build ## what one person can do to all others, beside somebody who only works; and a small crowd
	CODECRAFT_TEST_BINARY=$(CURDIR)/bin/codecraft go test -count=1 -p 1 -timeout 20m ./test/abuse ./test/crowd

.PHONY: chaos
chaos: build ## kill -9 of all in the middle of 200 submissions, 20 times, and of one part at random, 200 times; then with a queue of three servers, 50 times
	CODECRAFT_CHAOS_ROUNDS=20 CODECRAFT_CHAOS_SUBMISSIONS=200 CODECRAFT_CHAOS_KILLS=200 go test -count=1 -v -timeout 60m ./test/chaos
	CODECRAFT_CHAOS_COPIES=3 CODECRAFT_CHAOS_KILLS=50 go test -count=1 -v -timeout 60m -run 'TestPartsKilledAmidSubmissions$$' ./test/chaos

.PHONY: bench
bench: build node_modules/.installed ## speed as ratios to bare programs and compilers, into build/bench.json and docs/performance.md
	@mkdir -p build && go run ./test/load -out build/bench.json -doc docs/performance.md

.PHONY: bench-beside
bench-beside: build ## runs of this product and of another, OTHER=/path/of/codecraft, in turns within one run
	@mkdir -p build && go run ./test/load -only runs -beside $(OTHER) -out build/bench-beside.json

CROWD ?= 100,300,600,1000
.PHONY: bench-load
bench-load: $(SLOT) ## whole candidates at work, CROWD of them one step after the other, into build/bench-load.json and docs/performance.md
	@mkdir -p build && CODECRAFT_CROWD=$(CROWD) CODECRAFT_CROWD_SECONDS=120 CODECRAFT_CROWD_OUT=$(CURDIR)/build/bench-load.json \
		CODECRAFT_CROWD_DOC=$(CURDIR)/docs/performance.md go test -count=1 -v -timeout 60m ./test/crowd

.PHONY: bench-docker
bench-docker: $(SLOT) $(RUNNER) ## a run in a warm slot beside one in a container, into docs/sandbox-backends.md
	@tools/setup docker
	go run ./test/load/backends

.PHONY: screenshots
screenshots: build node_modules/.installed ## take the pictures in docs/ again
	@cd test/browser && ./run --screenshots

.PHONY: clean
clean: ## remove what was built (never ./data)
	rm -rf bin build web/dist/assets web/dist/index.html $(SLOT) $(RUNNER)
