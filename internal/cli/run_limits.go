package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"reflect"
	"strconv"
	"time"

	"github.com/alecthomas/kong"
)

// amount is a whole number of something. One too large to be held is held as the largest, for a range to refuse.
type amount int64

// UnmarshalText implements encoding.TextUnmarshaler.
func (a *amount) UnmarshalText(text []byte) error {
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return fmt.Errorf("write a whole number, not %.40q", text)
	}
	*a = amount(n) // of what is out of range, the end that it is nearest to
	return nil
}

// checkLimits names the limit that is out of its range, and the range. The highest ones are far above any machine's, and
// far below where sums overflow.
func (c *runCommand) checkLimits() error {
	const day, megabytes = 24 * time.Hour, 1 << 20
	for _, l := range []struct {
		flag        string
		value       amount
		least, most amount
		unit, zero  string
	}{
		{"memory", c.Memory, 1, megabytes, " MB", ""},
		{"output", c.Output, 1, megabytes << 4, " KB", ""},
		{"processes", c.Processes, 0, 1 << 15, "", "what the language has"},
		{"stack", c.Stack, 0, megabytes, " MB", "as large as the memory"},
		{"file-size", c.FileSize, 0, megabytes, " MB", "the sandbox's own limit"},
	} {
		if l.value < l.least || l.value > l.most {
			return outside(l.flag, fmt.Sprint(int64(l.value)), fmt.Sprintf("%d to %d%s", l.least, l.most, l.unit), l.zero)
		}
	}
	if c.CPUTime < time.Millisecond || c.CPUTime > day {
		return outside("cpu-time", c.CPUTime.String(), "1ms to 24h", "")
	}
	if c.WallTime < 0 || c.WallTime > day || c.WallTime > 0 && c.WallTime < time.Millisecond {
		return outside("wall-time", c.WallTime.String(), "1ms to 24h", "three times the processor time")
	}
	return nil
}

func outside(flag, value, allowed, zero string) error {
	if zero != "" {
		zero = "; 0 is " + zero
	}
	return fmt.Errorf("--%s=%s: it takes %s%s", flag, value, allowed, zero)
}

// spans reads a duration and says what one looks like.
func spans(ctx *kong.DecodeContext, target reflect.Value) error {
	var text string
	if err := ctx.Scan.PopValueInto("duration", &text); err != nil {
		return err
	}
	d, err := time.ParseDuration(text)
	if n, problem := strconv.ParseFloat(text, 64); problem == nil && n != 0 && !math.IsInf(n, 0) && !math.IsNaN(n) {
		return fmt.Errorf("%s of what? Write a time with its unit, such as 500ms, 2s or 1m30s", text)
	}
	if err != nil {
		return fmt.Errorf("write a time with its unit, such as 500ms, 2s or 1m30s, not %.40q", text)
	}
	target.SetInt(int64(d))
	return nil
}

// bare is an error of a file without its name, which the sentence has already.
func bare(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}
