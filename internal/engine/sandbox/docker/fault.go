package docker

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"time"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/client"
)

// Fault is why an engine cannot be used, and what its operator does next.
type Fault struct {
	What   string
	Remedy string
	cause  error
}

func (f *Fault) Error() string {
	if f.cause == nil {
		return f.What + "; " + f.Remedy
	}
	return f.What + " (" + f.cause.Error() + "); " + f.Remedy
}

func (f *Fault) Unwrap() error { return f.cause }

// meetWithin is how long an engine has to tell of itself: one that hangs must not hang the start.
const meetWithin = 30 * time.Second

// engineFault says why nothing came back that an engine would say.
func (b *Backend) engineFault(err error) error {
	host := b.cfg.Host
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return &Fault{fmt.Sprintf("the Docker engine at %s does not answer", host), "look at its log, and start it again", err}
	case errors.Is(err, fs.ErrPermission):
		return &Fault{fmt.Sprintf("this user may not use the Docker engine at %s", host), "run the worker as root or as a member of the socket's group (docker)", err}
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED), client.IsErrConnectionFailed(err):
		return &Fault{fmt.Sprintf("no Docker engine listens at %s", host), "start it (systemctl start docker), or give its address with --docker-host", err}
	}
	return &Fault{fmt.Sprintf("what answers at %s is no Docker engine that this product can speak with", host), "give the address of one, of version 25 or later, with --docker-host", err}
}

// imageFault says why an engine does not tell of the image.
func (b *Backend) imageFault(err error) error {
	image := b.cfg.Image
	if !errdefs.IsNotFound(err) {
		return b.engineFault(err)
	}
	remedy := "build it with deploy/docker/execution-image and load it with docker load; the digest it prints is the one to give as --docker-image"
	if strings.Contains(image, "@") {
		remedy = "fetch it with docker pull " + image
	}
	return &Fault{fmt.Sprintf("the Docker engine at %s has no image %s", b.cfg.Host, image), remedy, nil}
}
