// Command timeless makes of an image that was built (docker save) the one that is the same whenever it is built: no time
// in it is later than SOURCE_DATE_EPOCH, and nothing tells of the container and the machine that it was built in. It prints the digest.
//
//	timeless SAVED.tar MADE.tar NAME:TAG
package main

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: timeless SAVED.tar MADE.tar NAME:TAG")
		os.Exit(2)
	}
	digest, err := convert(os.Args[1], os.Args[2], os.Args[3])
	if err != nil {
		fmt.Fprintln(os.Stderr, "timeless:", err)
		os.Exit(1)
	}
	fmt.Println(digest)
}

// manifest is what an archive of an image is found by (https://github.com/moby/docker-image-spec).
type manifest struct {
	Config   string
	RepoTags []string
	Layers   []string
}

func convert(saved, made, name string) (digest string, err error) {
	epoch, err := moment(os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return "", err
	}
	work, err := os.MkdirTemp(filepath.Dir(made), "timeless-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work) //nolint:errcheck // what is left is a temporary folder
	if err := unpack(saved, work); err != nil {
		return "", fmt.Errorf("%s: %w", saved, err)
	}
	var images []manifest
	if err := readJSON(filepath.Join(work, "manifest.json"), &images); err != nil {
		return "", err
	}
	if len(images) != 1 {
		return "", fmt.Errorf("%s holds %d images: save one", saved, len(images))
	}
	var config map[string]any
	if err := readJSON(filepath.Join(work, filepath.Clean(images[0].Config)), &config); err != nil {
		return "", err
	}
	var layers, digests []string
	for i, layer := range images[0].Layers {
		to := filepath.Join(work, fmt.Sprintf("layer-%d.tar", i))
		sum, err := settle(filepath.Join(work, filepath.Clean(layer)), to, epoch)
		if err != nil {
			return "", fmt.Errorf("layer %d: %w", i, err)
		}
		layers, digests = append(layers, to), append(digests, sum)
	}
	forget(config, digests, epoch)
	text, err := json.Marshal(config) // keys in order
	if err != nil {
		return "", err
	}
	digest = fmt.Sprintf("%x", sha256.Sum256(text))
	return "sha256:" + digest, pack(made, digest, text, name, layers, epoch)
}

func moment(text string) (time.Time, error) {
	if text == "" {
		return time.Unix(0, 0).UTC(), nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH=%q: write seconds since 1970", text)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// forget removes from an image's configuration what is of one build only.
func forget(config map[string]any, digests []string, epoch time.Time) {
	created := epoch.Format(time.RFC3339)
	config["created"] = created
	for _, key := range []string{"container", "container_config", "docker_version", "moby.buildkit.buildinfo.v1", "moby.buildkit.cache.v0"} {
		delete(config, key)
	}
	if c, ok := config["config"].(map[string]any); ok {
		delete(c, "Hostname")
		delete(c, "Image")
	}
	if steps, ok := config["history"].([]any); ok {
		for _, step := range steps {
			if s, ok := step.(map[string]any); ok {
				s["created"] = created
			}
		}
	}
	config["rootfs"] = map[string]any{"type": "layers", "diff_ids": digests}
}

// settle copies a layer, whose files are in the order of their names already, with times not after the epoch, and answers its digest.
func settle(from, to string, epoch time.Time) (digest string, err error) {
	in, err := os.Open(from)
	if err != nil {
		return "", err
	}
	defer in.Close() //nolint:errcheck // it is read only
	out, err := os.Create(to)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	sum := sha256.New()
	r, w := tar.NewReader(in), tar.NewWriter(io.MultiWriter(out, sum))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
		h.ModTime = h.ModTime.Truncate(time.Second)
		if h.ModTime.After(epoch) {
			h.ModTime = epoch
		}
		h.AccessTime, h.ChangeTime, h.Uname, h.Gname, h.Format = time.Time{}, time.Time{}, "", "", tar.FormatUnknown
		if err := w.WriteHeader(h); err != nil {
			return "", fmt.Errorf("%s: %w", h.Name, err)
		}
		if _, err := io.Copy(w, r); err != nil {
			return "", fmt.Errorf("%s: %w", h.Name, err)
		}
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return fmt.Sprintf("sha256:%x", sum.Sum(nil)), nil
}
