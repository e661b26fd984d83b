package main

import (
	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/graft"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// keep serves an ordinary user's back end: in a user namespace of its own this process may copy mounts,
// which its host may not. It runs no program and ends with its host.
func keep(conn *wire.Conn) {
	// What is mounted on the host later is to be seen here too, but nothing flows back.
	_ = unix.Mount("", "/", "", unix.MS_REC|unix.MS_SLAVE, "")
	for {
		body, _, err := conn.Receive()
		if err != nil {
			return
		}
		r := &wire.Reader{B: body}
		if r.Kind() != wire.KindGraft {
			return
		}
		g := wire.DecodeGraft(r)
		fd, err := graft.Detached(g.Path, g.Device)
		if err != nil {
			answer := wire.Ready{Err: err.Error()}
			err = conn.Send(answer.Encode())
		} else {
			err = conn.Send((&wire.Ready{}).Encode(), fd)
			unix.Close(fd)
		}
		if err != nil {
			return
		}
	}
}
