package wire

import (
	"errors"
	"io"
	"unsafe"

	"golang.org/x/sys/unix"
)

// MaxInline is the largest message sent in a datagram; a larger one travels in a memory file,
// whose descriptor comes first.
const MaxInline = 64 << 10

// maxSpilled bounds such a memory file: the other end may be a slot that was taken over.
const maxSpilled = 64 << 20

// maxFDs is what the kernel passes in one message (SCM_MAX_FD is 253).
const maxFDs = 250

// Conn is one end of a SEQPACKET socket pair. Send may be used from one goroutine at a time, and so may Receive.
type Conn struct {
	FD  int
	buf []byte
	oob []byte
}

// ErrTooLarge tells that a message is larger than any needs to be.
var ErrTooLarge = errors.New("a message is too large")

// ErrTooMany tells that a message has more descriptors than the kernel passes at once.
var ErrTooMany = errors.New("too many descriptors in one message")

// Send sends a message with descriptors, which stay the caller's.
func (c *Conn) Send(body []byte, fds ...int) error {
	if len(fds) > maxFDs {
		return ErrTooMany
	}
	if len(body) > maxSpilled {
		return ErrTooLarge
	}
	if len(body) <= MaxInline {
		return c.send(body, fds)
	}
	fd, err := spill(body)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	return c.send([]byte{0}, append([]int{fd}, fds...))
}

func (c *Conn) send(body []byte, fds []int) error {
	var oob []byte
	if len(fds) > 0 {
		oob = unix.UnixRights(fds...)
	}
	for {
		err := unix.Sendmsg(c.FD, body, oob, nil, unix.MSG_NOSIGNAL)
		if err != unix.EINTR {
			return err
		}
	}
}

// Receive blocks for a message. The bytes are valid until the next call; the descriptors are the
// caller's and closed on exec. io.EOF tells that the other end is gone.
func (c *Conn) Receive() ([]byte, []int, error) {
	if c.buf == nil {
		c.buf = make([]byte, MaxInline)
		c.oob = make([]byte, unix.CmsgSpace((maxFDs+1)*4))
	}
	n, oobn, err := c.recvmsg()
	if err != nil {
		return nil, nil, err
	}
	fds, err := rights(c.oob[:oobn])
	if err != nil {
		return nil, nil, err
	}
	if n == 0 {
		CloseAll(fds)
		return nil, nil, io.EOF
	}
	if c.buf[0] != 0 {
		return c.buf[:n], fds, nil
	}
	if len(fds) == 0 {
		return nil, nil, errShort
	}
	body, err := readAll(fds[0])
	unix.Close(fds[0])
	if err != nil {
		CloseAll(fds[1:])
		return nil, nil, err
	}
	return body, fds[1:], nil
}

// CloseAll closes descriptors.
func CloseAll(fds []int) {
	for _, fd := range fds {
		unix.Close(fd)
	}
}

// recvmsg is the bare call: the one of the library allocates an address on each call.
func (c *Conn) recvmsg() (n, oobn int, err error) {
	for {
		iov := unix.Iovec{Base: &c.buf[0]}
		iov.SetLen(len(c.buf))
		msg := unix.Msghdr{Iov: &iov, Control: &c.oob[0]}
		msg.SetIovlen(1)
		msg.SetControllen(len(c.oob))
		r, _, e := unix.Syscall(unix.SYS_RECVMSG, uintptr(c.FD), uintptr(unsafe.Pointer(&msg)), unix.MSG_CMSG_CLOEXEC)
		switch e {
		case 0:
			return int(r), int(msg.Controllen), nil
		case unix.EINTR:
		case unix.ECONNRESET:
			return 0, 0, io.EOF
		default:
			return 0, 0, e
		}
	}
}

func rights(oob []byte) ([]int, error) {
	if len(oob) == 0 {
		return nil, nil
	}
	msgs, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return nil, err
	}
	var fds []int
	for i := range msgs {
		list, err := unix.ParseUnixRights(&msgs[i])
		if err != nil {
			return nil, err
		}
		fds = append(fds, list...)
	}
	return fds, nil
}

func spill(body []byte) (int, error) {
	fd, err := unix.MemfdCreate("message", unix.MFD_CLOEXEC)
	if err != nil {
		return -1, err
	}
	for off := 0; off < len(body); {
		n, err := unix.Pwrite(fd, body[off:], int64(off))
		if err != nil && err != unix.EINTR {
			unix.Close(fd)
			return -1, err
		}
		off += max(n, 0)
	}
	return fd, nil
}

func readAll(fd int) ([]byte, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return nil, err
	}
	if st.Size > maxSpilled {
		return nil, ErrTooLarge
	}
	body := make([]byte, st.Size)
	for off := 0; off < len(body); {
		n, err := unix.Pread(fd, body[off:], int64(off))
		if err != nil && err != unix.EINTR {
			return nil, err
		}
		if n == 0 && err == nil {
			return nil, errShort
		}
		off += max(n, 0)
	}
	return body, nil
}
