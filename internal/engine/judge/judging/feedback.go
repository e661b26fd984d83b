package judging

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Files of a validator's feedback folder, and how much of them is looked at.
const (
	judgeMessage    = "judgemessage.txt"
	teamMessage     = "teammessage.txt"
	scoreFile       = "score.txt"
	multiplierFile  = "score_multiplier.txt"
	nextPass        = "nextpass.in"
	feedbackBytes   = 64 << 20 // of one file, and of all that is carried to the next pass
	messageBytes    = 16 << 10
	longestNumber   = 64
	feedbackFolder  = "feedback"
	kattisAccepts   = 42
	kattisRefuses   = 43
	testlibAccepts  = 0
	testlibWrong    = 1
	testlibForm     = 2
	testlibFails    = 3
	testlibDirt     = 4
	testlibPoints   = 7
	testlibShortOut = 8
)

// finding is what judging one output came to.
type finding struct {
	verdict    judge.Verdict
	detail     string
	difference *judge.Difference
	score      *float64 // points, where the validator says them
	multiplier *float64 // the share of the test's points
	judge      *judge.Excerpt
	team       *judge.Excerpt
	again      bool // there is another pass
}

// readKattis reads a validator's judgement by its end and by what it left in its feedback folder.
func readKattis(run sandbox.Result, folder string, scores bool) finding {
	f := finding{judge: readMessage(folder, judgeMessage), team: readMessage(folder, teamMessage)}
	switch {
	case run.Status == sandbox.Failed && run.ExitCode == kattisAccepts:
		f.verdict = judge.Accepted
	case run.Status == sandbox.Failed && run.ExitCode == kattisRefuses:
		f.verdict, f.detail = judge.WrongAnswer, "the validator refuses the output"
	default:
		f.verdict, f.detail = judge.JudgingError, "the validator "+ending(run)+"; it ends with 42 or 43 when it has judged"
		return f
	}
	if _, err := os.Lstat(filepath.Join(folder, nextPass)); err == nil {
		f.again = true
		if f.verdict != judge.Accepted {
			f.verdict, f.detail = judge.JudgingError, "the validator refuses the output and asks for another pass"
		}
	}
	if scores && f.verdict == judge.Accepted {
		f.readScore(folder)
	}
	return f
}

func (f *finding) readScore(folder string) {
	var err error
	for i, name := range []string{scoreFile, multiplierFile} {
		text, _, readErr := readHead(folder, name, longestNumber)
		if errors.Is(readErr, os.ErrNotExist) {
			continue
		}
		number, ok := parseScore(string(text))
		if readErr != nil || !ok {
			err = errors.Join(err, fmt.Errorf("%s holds no number that is a score", name))
			continue
		}
		*[]**float64{&f.score, &f.multiplier}[i] = &number
	}
	switch {
	case err != nil:
		f.verdict, f.detail = judge.JudgingError, "the validator's "+strings.ReplaceAll(err.Error(), "\n", "; ")
	case f.score != nil && f.multiplier != nil:
		f.verdict, f.detail = judge.JudgingError, "the validator writes both "+scoreFile+" and "+multiplierFile
	case f.multiplier != nil && *f.multiplier > 1:
		f.verdict, f.detail = judge.JudgingError, fmt.Sprintf("the validator's %s holds %g, which is more than 1", multiplierFile, *f.multiplier)
	}
}

// parseScore reads a number as people write them, not below zero.
func parseScore(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > longestNumber || strings.Trim(text, "0123456789.eE+-") != "" {
		return 0, false
	}
	number, err := strconv.ParseFloat(text, 64)
	return math.Abs(number), err == nil && number >= 0 && !math.IsInf(number, 0)
}

// readTestlib reads the judgement of a checker or an interactor by its end and what it says on its standard error.
func readTestlib(run sandbox.Result, stderr *head) finding {
	f := finding{judge: stderr.excerpt()}
	if run.Status != sandbox.OK && run.Status != sandbox.Failed {
		f.verdict, f.detail = judge.JudgingError, "the checker "+ending(run)
		return f
	}
	switch run.ExitCode {
	case testlibAccepts:
		f.verdict = judge.Accepted
	case testlibWrong:
		f.verdict, f.detail = judge.WrongAnswer, "the checker refuses the output"
	case testlibForm, testlibDirt, testlibShortOut:
		f.verdict, f.detail = judge.WrongAnswer, "the checker finds that the output does not have the right form"
	case testlibPoints:
		points, ok := testlibScore(stderr.kept)
		if !ok {
			f.verdict, f.detail = judge.JudgingError, "the checker gives points but does not say how many"
			break
		}
		f.verdict, f.score = judge.Accepted, &points
	case testlibFails:
		f.verdict, f.detail = judge.JudgingError, "the checker says that the test itself is at fault"
	default:
		f.verdict, f.detail = judge.JudgingError, "the checker "+ending(run)
	}
	return f
}

// settleFor takes the points of a checker for a verdict: none is a failure, and so is any but the whole where
// nothing is earned for a part.
func (f *finding) settleFor(whole float64, scored bool) {
	if f.score == nil {
		return
	}
	if points := *f.score; !scored {
		f.score = nil
		if whole = max(whole, 1); points < whole {
			f.verdict, f.detail = judge.WrongAnswer, fmt.Sprintf("the checker gives %g of %g points, and only the whole counts", points, whole)
		}
	} else if points == 0 {
		f.verdict, f.detail = judge.WrongAnswer, "the checker gives no points"
	}
}

// testlibScore finds the points in a message such as "points 12.5 well done".
func testlibScore(message []byte) (float64, bool) {
	words := strings.Fields(string(message[:min(len(message), 4*longestNumber)]))
	if len(words) > 0 && words[0] == "points" {
		words = words[1:]
	}
	if len(words) == 0 {
		return 0, false
	}
	return parseScore(words[0])
}

// ending says how a validator ended, when it did not judge.
func ending(run sandbox.Result) string {
	switch run.Status {
	case sandbox.OK, sandbox.Failed:
		return fmt.Sprintf("exited with code %d", run.ExitCode)
	case sandbox.Signalled:
		return "was ended by " + signalText(unix.SignalName(run.Signal))
	case sandbox.NotStarted:
		return "could not be started: " + run.Detail
	case sandbox.Cancelled:
		return "did not end"
	}
	return run.Detail
}

func readMessage(folder, name string) *judge.Excerpt {
	text, size, err := readHead(folder, name, messageBytes)
	if err != nil || size == 0 {
		return nil
	}
	return judge.NewExcerpt(text, size)
}

// readHead reads the beginning of a file that the sandbox has collected, and its size. It follows no link.
func readHead(folder, name string, limit int64) ([]byte, int64, error) {
	f, err := os.OpenFile(filepath.Join(folder, name), os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, 0, errors.Join(err, os.ErrInvalid)
	}
	text, err := io.ReadAll(io.LimitReader(f, limit))
	return text, info.Size(), err
}
