package judging

import (
	"context"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// talk is the program and an interactive validator, each in a slot, with a pipe from either to the other.
//
// Who ended first decides much, and the order in which the two runs are reported says little: on a busy
// machine it may be the other way round. So we keep the program's ends of both pipes until its run is over. A
// validator that still waits then, to read or to write, has seen nothing of the program's end, and the program
// came first. One that has let go of a pipe, of whichever, has ended by itself before the program.
//
// What goes through the pipes passes the kernel alone, and nobody counts it: the output limit does not hold here, so that an
// interactive problem never has the verdict OLE. A flood is bound by what its reader takes, and by both sides' limits of time.
type talk struct {
	program, validator sandbox.Result
	stderr, notes      *head // of the program, of the validator
	validatorFirst     bool
	crowd              float64
}

// grace is what a validator has to end by itself after a program that failed.
const grace = time.Second

// wires are the ends of the two pipes, and ours.
type wires struct {
	programIn, programOut, validatorIn, validatorOut *os.File
	ours                                             [2]*os.File // one more of programOut, and of programIn
}

func layWires() (*wires, error) {
	w := &wires{}
	var err error
	if w.validatorIn, w.programOut, err = os.Pipe(); err != nil {
		return nil, err
	}
	if w.programIn, w.validatorOut, err = os.Pipe(); err != nil {
		w.cut()
		return nil, err
	}
	for i, f := range []*os.File{w.programOut, w.programIn} {
		fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			w.cut()
			return nil, err
		}
		w.ours[i] = os.NewFile(uintptr(fd), "ours")
	}
	return w, nil
}

func (w *wires) cut() {
	for _, f := range []*os.File{w.programIn, w.programOut, w.validatorIn, w.validatorOut, w.ours[0], w.ours[1]} {
		if f != nil {
			_ = f.Close()
		}
	}
}

// left tells whether the validator has let go of the pipe that it reads (POLLERR at our end, poll(2)) or of the one that it writes
// (POLLHUP). A program that ended because of it has met one of the two, and it alone: the other pipe may be held for a moment more by
// what was forked meanwhile and has not yet begun a program of its own.
func (w *wires) left() bool {
	fds := []unix.PollFd{{Fd: int32(w.ours[0].Fd())}, {Fd: int32(w.ours[1].Fd())}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n > 0 && (fds[0].Revents&unix.POLLERR != 0 || fds[1].Revents&unix.POLLHUP != 0)
}

// interact runs the program and the validator at once.
func (j *judging) interact(ctx context.Context, s seats, m *matter, c circumstances) (trial, bool, error) {
	spec, from := j.spec(m, c), machine.mark()
	var t talk
	stretch, err := c.measured(func() (err error) {
		t, err = j.converse(ctx, s, spec, j.referee.call(m, nil))
		return err
	})
	if err != nil {
		return trial{}, false, err
	}
	t.crowd = machine.since(from)
	f := j.referee.read(m, t.validator, t.notes)
	if f.verdict == judge.Accepted && j.referee.checker != nil {
		if f, err = j.referee.checker.check(ctx, s.program, m); err != nil {
			return trial{}, false, err
		}
	}
	result := j.explain(m.test.Name, t.program, t.stderr, t.crowd, stretch)
	if t.programDecides(result, f) {
		result.JudgeMessage, result.TeamMessage = f.judge, f.team
		return result, false, nil
	}
	result.Limit, result.crowd = "", 0 // the validator's word counts, whatever time the program took
	result.take(f, m)
	return result, f.again && result.Verdict == judge.Accepted, nil
}

// programDecides tells whose word counts. The validator's refusal does when it came first, and so does its
// own fault, unless all it did was to stumble over the end of a program that had failed.
func (t talk) programDecides(program trial, f finding) bool {
	switch {
	case program.Verdict == judge.Accepted:
		return false
	case f.verdict == judge.Accepted:
		return true
	case f.verdict == judge.JudgingError && t.hangs():
		return false
	}
	return !t.validatorFirst
}

// hangs tells whether the validator met a limit of its own, or let the program wait while it computed.
func (t talk) hangs() bool {
	switch t.validator.Status {
	case sandbox.OK, sandbox.Failed, sandbox.Signalled:
		return false
	case sandbox.Cancelled:
		return t.program.Status == sandbox.WallLimit && t.validator.CPUTime.Seconds()*(1+t.crowd) > t.program.WallTime.Seconds()/2
	}
	return true
}

// converse runs both until both have ended.
func (j *judging) converse(ctx context.Context, s seats, program, validator sandbox.Spec) (talk, error) {
	w, err := layWires()
	if err != nil {
		return talk{}, err
	}
	defer w.cut()
	t := talk{stderr: &head{limit: stderrBytes}, notes: &head{limit: stderrBytes}}
	program.Stdin, program.Stdout, program.Stderr = sandbox.Pipe{File: w.programIn}, sandbox.Pipe{File: w.programOut}, t.stderr
	j.watched(&program)
	validator.Stdin, validator.Stdout, validator.Stderr = sandbox.Pipe{File: w.validatorIn}, sandbox.Pipe{File: w.validatorOut}, t.notes
	validator.Limits.WallTime += program.Limits.WallTime // it may wait for all the time that the program has

	programCtx, endProgram := context.WithCancel(ctx)
	defer endProgram()
	validatorCtx, endValidator := context.WithCancel(ctx)
	defer endValidator()
	judged := make(chan error, 1)
	go func() {
		var err error
		t.validator, err = s.validator.Run(validatorCtx, validator)
		_ = w.validatorIn.Close()
		_ = w.validatorOut.Close()
		if !accepts(t.validator) {
			endProgram() // nothing that it does counts any more
		}
		judged <- err
	}()
	ran, programErr := s.program.Run(programCtx, program)
	t.program = ran
	select {
	case err = <-judged:
		t.validatorFirst = true
	default:
		t.validatorFirst = w.left()
		w.cutProgram()
		if ran.Status != sandbox.OK {
			defer time.AfterFunc(grace, endValidator).Stop()
		}
		err = <-judged
	}
	switch {
	case ctx.Err() != nil:
		return t, context.Cause(ctx)
	case programErr != nil:
		return t, programErr
	}
	return t, err
}

// cutProgram lets the validator see that the program has ended.
func (w *wires) cutProgram() {
	for _, f := range []*os.File{w.programIn, w.programOut, w.ours[0], w.ours[1]} {
		_ = f.Close()
	}
}

// accepts tells whether a validator ended in a way that leaves the program its time.
func accepts(run sandbox.Result) bool {
	return run.Status == sandbox.OK || run.Status == sandbox.Failed && run.ExitCode == kattisAccepts
}
