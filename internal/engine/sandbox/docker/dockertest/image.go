package dockertest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Kind is which image an engine is started with.
type Kind string

// The kinds: all that the product's own image has, or what the short form of the suite needs.
const (
	Full  Kind = "full"
	Short Kind = "short"
)

// packages of an image; none are the script's own.
var packages = map[Kind][]string{Short: {"gcc", "libc6-dev"}}

// Build has deploy/docker/execution-image build an image into a folder and answers its digest.
func Build(ctx context.Context, folder string, packages ...string) (digest string, err error) {
	root, err := projectRoot()
	if err != nil {
		return "", err
	}
	args := []string{"--no-load"}
	if len(packages) > 0 {
		args = append(args, "--packages", strings.Join(packages, " "))
	}
	cmd := exec.CommandContext(ctx, filepath.Join(root, "deploy/docker/execution-image"), append(args, folder)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("build the execution image: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// image is an image's archive and digest, from build/docker of this project. It is built again when what makes it is
// no longer the same.
func image(ctx context.Context, kind Kind) (archive, digest string, err error) {
	root, err := projectRoot()
	if err != nil {
		return "", "", err
	}
	sum := sha256.New()
	for _, script := range []string{"execution-image", "tidy-tree"} {
		data, err := os.ReadFile(filepath.Join(root, "deploy/docker", script))
		if err != nil {
			return "", "", err
		}
		sum.Write(data)
	}
	fmt.Fprint(sum, packages[kind])
	folder := filepath.Join(root, "build/docker", fmt.Sprintf("%s-%.16x", kind, sum.Sum(nil)))
	archive = filepath.Join(folder, "execution.tar")
	data, err := os.ReadFile(filepath.Join(folder, "execution.digest")) // written last
	if err == nil {
		return archive, strings.TrimSpace(string(data)), nil
	}
	old, _ := filepath.Glob(filepath.Join(root, "build/docker", string(kind)+"-*"))
	for _, f := range old {
		_ = os.RemoveAll(f)
	}
	digest, err = Build(ctx, folder, packages[kind]...)
	return archive, digest, err
}

// projectRoot is where go.mod is, above the working folder.
func projectRoot() (string, error) {
	at, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; at != "/"; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at, nil
		}
	}
	return "", errors.New("the working folder is not within this project")
}
