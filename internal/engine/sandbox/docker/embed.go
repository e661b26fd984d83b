package docker

import (
	"embed"
	"errors"
)

//go:generate env CGO_ENABLED=0 go build -trimpath "-ldflags=-s -w" -o embedded/runner ./runner

//go:embed all:embedded
var embedded embed.FS

// errNotBuilt is met when the module was built without the step that builds the first process.
var errNotBuilt = errors.New("the containers' first process is missing from this build: run `make build`, or `go generate ./internal/engine/sandbox/docker` before `go build`")

// runnerProgram is the executable of a container's first process.
func runnerProgram() ([]byte, error) {
	data, err := embedded.ReadFile("embedded/runner")
	if err != nil {
		return nil, errNotBuilt
	}
	return data, nil
}
