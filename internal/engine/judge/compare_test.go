package judge_test

import (
	"bytes"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

func TestCompare(t *testing.T) {
	exact := judge.Comparison{Mode: judge.Exact}
	tokens := judge.Comparison{Mode: judge.Tokens}
	cases := tokens
	cases.CaseSensitive = true
	spaces := tokens
	spaces.SpaceSensitive = true
	absolute := judge.Comparison{Mode: judge.Float, AbsTolerance: 0.01}
	relative := judge.Comparison{Mode: judge.Float, RelTolerance: 0.01}
	long := strings.Repeat("x", 100_000)
	tests := map[string]struct {
		comparison     judge.Comparison
		output, answer string
		same           bool
	}{
		"exact: equal":                            {exact, "a b\n", "a b\n", true},
		"exact: both empty":                       {exact, "", "", true},
		"exact: the last newline may be missing":  {exact, "a", "a\n", true},
		"exact: one newline too many is right":    {exact, "a\n", "a", true},
		"exact: a newline alone is like nothing":  {exact, "\n", "", true},
		"exact: two newlines too many are wrong":  {exact, "a\n\n", "a", false},
		"exact: one newline more than the answer": {exact, "a\n\n", "a\n", true},
		"exact: a newline within is wrong":        {exact, "a\nb", "ab", false},
		"exact: a blank at a line's end is wrong": {exact, "a \n", "a\n", false},
		"exact: a carriage return is wrong":       {exact, "a\r\n", "a\n", false},
		"exact: case counts":                      {exact, "A\n", "a\n", false},
		"exact: nothing for something":            {exact, "", "a\n", false},
		"exact: something for nothing":            {exact, "a", "", false},
		"exact: NUL bytes are bytes":              {exact, "a\x00", "a\x00", true},
		"tokens: equal":                           {tokens, "1 2 3", "1 2 3", true},
		"tokens: white space does not count":      {tokens, "\n\n 1\t2\r\n3  ", "1 2 3\n", true},
		"tokens: both only white space":           {tokens, " \n", "", true},
		"tokens: case does not count":             {tokens, "Yes", "yEs", true},
		"tokens: only ASCII letters fold":         {tokens, "Ä", "ä", false},
		"tokens: split words are wrong":           {tokens, "1 23", "12 3", false},
		"tokens: joined words are wrong":          {tokens, "12", "1 2", false},
		"tokens: missing word":                    {tokens, "1 2", "1 2 3", false},
		"tokens: trailing word":                   {tokens, "1 2 3", "1 2", false},
		"tokens: nothing":                         {tokens, "", "1", false},
		"tokens: numbers are words":               {tokens, "1.0", "1", false},
		"tokens: long words equal":                {tokens, long, long, true},
		"tokens: long words differ at the end":    {tokens, long + "y", long + "z", false},
		"tokens: long words of different length":  {tokens, long + "x", long, false},
		"tokens: long words fold case":            {tokens, strings.ToUpper(long), long, true},
		"case: counts where asked":                {cases, "Yes", "yes", false},
		"case: equal where asked":                 {cases, "Yes", "Yes", true},
		"space: equal":                            {spaces, "1 2\n", "1 2\n", true},
		"space: two blanks for one":               {spaces, "1  2\n", "1 2\n", false},
		"space: a tab for a blank":                {spaces, "1\t2\n", "1 2\n", false},
		"space: a newline missing at the end":     {spaces, "1 2", "1 2\n", true},
		"space: a newline too many at the end":    {spaces, "1 2\n", "1 2", true},
		"space: two newlines too many":            {spaces, "1 2\n\n", "1 2", false},
		"space: a blank too many at the end":      {spaces, "1 2 ", "1 2", false},
		"space: a newline after a blank":          {spaces, "1 2 \n", "1 2 ", true},
		"space: a blank for a newline at the end": {spaces, "1 2 ", "1 2\n", false},
		"space: a newline is not missed within":   {spaces, "1\n2", "1\n\n2", false},
		"space: a newline alone is like nothing":  {spaces, "\n", "", true},
		"space: a carriage return":                {spaces, "1\r\n", "1\n", false},
		"space: NUL and what is no UTF-8":         {spaces, "\x00\v\xff\xfe\r\f\x00", "\x00\v\xff\xfe\r\f\x00", true},
		"space: leading blank":                    {spaces, " 1", "1", false},
		"float: absolute within":                  {absolute, "1.009", "1", true},
		"float: absolute at the edge":             {judge.Comparison{Mode: judge.Float, AbsTolerance: 0.25}, "0.75", "0.5", true},
		"float: absolute beyond":                  {absolute, "1.02", "1", false},
		"float: absolute is not relative":         {absolute, "1001", "1000", false},
		"float: relative within":                  {relative, "1009", "1000", true},
		"float: relative beyond":                  {relative, "1011", "1000", false},
		"float: relative of the answer's size":    {relative, "-99.5", "-100", true},
		"float: relative to zero is exact":        {relative, "0.0001", "0", false},
		"float: zero is minus zero":               {relative, "-0.0", "0", true},
		"float: exponents":                        {absolute, "1e2", "100.001", true},
		"float: digits without a leading zero":    {absolute, ".5", "0.5", true},
		"float: words are still words":            {absolute, "IMPOSSIBLE", "impossible", true},
		"float: a word for a number":              {absolute, "impossible", "1", false},
		"float: a number for a word":              {absolute, "1", "impossible", false},
		"float: nan is never a number":            {absolute, "nan", "1", false},
		"float: inf is never a number":            {absolute, "inf", "1e300", false},
		"float: too large a number is no number":  {absolute, "1e999", "1e998", false},
		"float: hexadecimal is no number":         {absolute, "0x1", "1", false},
		"float: underscores are no number":        {absolute, "1_0", "10", false},
		"float: trailing rubbish":                 {absolute, "1.0f", "1", false},
		"float: only the number before a unit":    {absolute, "1.001 km", "1 km", true},
		"float: many words, one off":              {absolute, "1 2 3.5", "1 2 3", false},
		"float: huge words do not become numbers": {absolute, "1" + strings.Repeat("0", 5000), "1" + strings.Repeat("0", 5001), false},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			d, err := judge.Compare(iotest.OneByteReader(strings.NewReader(c.output)), strings.NewReader(c.answer), c.comparison)
			if err != nil {
				t.Fatal(err)
			}
			if same := d == nil; same != c.same {
				t.Errorf("output %.40q, answer %.40q: same is %v, want %v (%+v)", c.output, c.answer, same, c.same, d)
			}
			if d != nil && (d.Reason == "" || d.Line < 1 || d.Column < 1 || len(d.Expected) > 100 || len(d.Got) > 100) {
				t.Errorf("the difference is not usable: %+v", d)
			}
		})
	}
}

func TestDifferenceSaysWhere(t *testing.T) {
	tests := map[string]struct {
		mode           judge.Mode
		output, answer string
		want           judge.Difference
	}{
		"a wrong word": {judge.Tokens, "one\n two  four\n", "one\ntwo three\n", judge.Difference{
			Line: 2, Column: 7, Expected: "three", Got: "four", Reason: `line 2, column 7: expected "three", got "four"`}},
		"an output that ends early": {judge.Tokens, "one\n", "one two\n", judge.Difference{
			Line: 2, Column: 1, Expected: "two", Reason: `the output ends at line 2 where "two" should follow`}},
		"an output that goes on": {judge.Tokens, "one two\n", "one\n", judge.Difference{
			Line: 1, Column: 5, Got: "two", Reason: `line 1, column 5: nothing should follow, got "two"`}},
		"a wrong byte": {judge.Exact, "abc\nabd\nx", "abc\nabc\n", judge.Difference{
			Line: 2, Column: 3, Expected: "c\n", Got: "d\n", Reason: `line 2, column 3: expected "c\n", got "d\n"`}},
		"bytes that are not text": {judge.Tokens, "\xff\x00", "x", judge.Difference{
			Line: 1, Column: 1, Expected: "x", Got: "\uFFFD\uFFFD", Reason: "line 1, column 1: expected \"x\", got \"\uFFFD\uFFFD\""}},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			d, err := judge.Compare(strings.NewReader(c.output), strings.NewReader(c.answer), judge.Comparison{Mode: c.mode})
			if err != nil || d == nil || *d != c.want {
				t.Errorf("got  %+v, %v\nwant %+v", d, err, c.want)
			}
		})
	}
}

func TestCompareOfNumbers(t *testing.T) {
	digits := func(n int) string { return strings.Repeat("1234567890", n/10) }
	abs := func(e float64) judge.Comparison { return judge.Comparison{Mode: judge.Float, AbsTolerance: e} }
	rel := func(e float64) judge.Comparison { return judge.Comparison{Mode: judge.Float, RelTolerance: e} }
	both := judge.Comparison{Mode: judge.Float, AbsTolerance: 1e-6, RelTolerance: 1e-6}
	for name, c := range map[string]struct {
		comparison     judge.Comparison
		output, answer string
		same           bool
	}{
		"1,200 digits, written otherwise":          {both, "+" + digits(1200) + ".0", digits(1200), true},
		"1,200 digits, a relative error within":    {rel(1e-6), "1234567" + strings.Repeat("0", 1193), digits(1200), true},
		"1,200 digits, a relative error beyond":    {rel(1e-6), "12345" + strings.Repeat("0", 1195), digits(1200), false},
		"1,200 digits, the last within":            {abs(1), digits(1190) + "1234567891", digits(1200), true},
		"1,200 digits, the last beyond":            {abs(0.5), digits(1190) + "1234567891", digits(1200), false},
		"1,200 digits, one digit more":             {both, digits(1200) + "0", digits(1200), false},
		"1,200 digits after the point":             {both, "0." + digits(1200), "0.1234567", true},
		"1,200 digits after the point, beyond":     {both, "0." + digits(1200), "0.12346", false},
		"1,200 zeros before a number":              {both, strings.Repeat("0", 1200) + "5", "5", true},
		"20,000 digits":                            {both, digits(20_000) + ".", digits(20_000), true},
		"20 digits that a float64 takes for one":   {abs(0.5), "12345678901234567891", "12345678901234567890", false},
		"a huge exponent, written otherwise":       {both, "10e399", "1E+400", true},
		"a huge exponent, within":                  {rel(0.1), "1.05e400", "1e400", true},
		"a huge exponent, beyond":                  {rel(0.1), "1.2e400", "1e400", false},
		"a huge exponent is not absolute":          {abs(1e9), "1.05e400", "1e400", false},
		"a huge exponent of the other sign":        {rel(0.5), "-1e400", "1e400", false},
		"a huge exponent for a small number":       {both, "1e400", "1", false},
		"1e-400 is near 0":                         {both, "1e-400", "0", true},
		"0 is near 1e-400":                         {both, "0", "1e-400", true},
		"1e-400 is not 0, relatively":              {rel(0.5), "1e-400", "0", false},
		"0 is not 1e-400, relatively":              {rel(0.5), "0", "1e-400", false},
		"1e-400, written otherwise":                {rel(1e-9), "0.1e-399", "1e-400", true},
		"5e-400 is not 1e-400, relatively":         {rel(0.5), "5e-400", "1e-400", false},
		"an exponent of a thousand millions":       {both, "1e-1000000000", "0", true},
		"a small one of that kind, relatively":     {rel(0.5), "-1e-1000000000", "0", false},
		"an exponent of a hundred millions":        {rel(0.1), "10e99999999", "1e100000000", true},
		"an exponent without bounds, the same":     {both, "1e99999999999999999999", "1E99999999999999999999", true},
		"an exponent without bounds":               {both, "1e99999999999999999999", "5", false},
		"zeros with exponents":                     {rel(1e-9), "0e999999999999", "-0.000E-5", true},
		"at the edge, absolutely":                  {abs(0.1), "0.8", "0.7", true},
		"at the edge from below, absolutely":       {abs(0.1), "0.7", "0.8", true},
		"a hair beyond the edge, absolutely":       {abs(0.1), "0.80000000000000000000001", "0.7", false},
		"at the edge, relatively":                  {rel(1e-6), "1.000001", "1", true},
		"a hair beyond the edge, relatively":       {rel(1e-6), "1.0000010000000000000000001", "1", false},
		"the largest float64s of both signs":       {rel(1.5), "-1.7e308", "1.7e308", false},
		"points without digits before and after":   {both, ".5 5.", "0.5 5.0", true},
		"inf is a word":                            {both, "inf -INF", "INF -inf", true},
		"inf and Infinity are two words":           {both, "inf", "Infinity", false},
		"inf is near no number":                    {rel(1e9), "inf", "1e400", false},
		"a number is not near inf":                 {both, "1e400", "inf", false},
		"nan is a word":                            {both, "nan", "NaN", true},
		"nan is no number":                         {abs(1e9), "nan", "1", false},
		"nan and -nan are two words":               {both, "-nan", "nan", false},
		"hexadecimal numbers are words":            {both, "0x10", "16", false},
		"hexadecimal fractions are words":          {both, "0x1p3", "8", false},
		"underscores are of no number":             {both, "1_000", "1000", false},
		"commas are of no number":                  {both, "1,5", "1.5", false},
		"a point alone is a word":                  {abs(1), ".", "0", false},
		"an exponent alone is a word":              {abs(1), "e5", "0", false},
		"an exponent without digits is a word":     {abs(1), "1e", "1", false},
		"two signs are of no number":               {abs(1), "--1", "1", false},
		"two points are of no number":              {abs(1), "1.0.0", "1", false},
		"an exponent with a point is of no number": {abs(1), "1e1.0", "10", false},
		"digits of other scripts are of none":      {abs(1), "١", "1", false},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := judge.Compare(strings.NewReader(c.output), strings.NewReader(c.answer), c.comparison)
			if same := d == nil; same != c.same || err != nil {
				t.Errorf("%.40q for %.40q: same is %v, want %v (%+v, %v)", c.output, c.answer, same, c.same, d, err)
			}
		})
	}
}

// Whatever Exact accepts, each other comparison accepts.
func TestNoComparisonIsStricterThanExact(t *testing.T) {
	pieces := []string{"", " ", "\n", "\r\n", "\t", "\v\f", "\x00", "a", "B", "\xff\xfe", "\ufeff", "\u00a0\u2028", "1e400", "-.5", strings.Repeat("9", 1200), strings.Repeat("x ", 40_000)}
	var texts []string
	for _, a := range pieces {
		for _, b := range pieces {
			texts = append(texts, a+b, b+a+"\n")
		}
	}
	for _, answer := range texts {
		for _, output := range []string{answer, answer + "\n", strings.TrimSuffix(answer, "\n")} {
			for _, c := range []judge.Comparison{
				{Mode: judge.Exact}, {Mode: judge.Tokens}, {Mode: judge.Tokens, SpaceSensitive: true}, {Mode: judge.Tokens, SpaceSensitive: true, CaseSensitive: true},
				{Mode: judge.Float, AbsTolerance: 1e-9, SpaceSensitive: true, CaseSensitive: true}, {Mode: judge.Float, RelTolerance: 1e-9},
			} {
				d, err := judge.Compare(strings.NewReader(output), strings.NewReader(answer), c)
				if d != nil || err != nil {
					t.Fatalf("%+v: %.60q for %.60q: %+v, %v", c, output, answer, d, err)
				}
			}
		}
	}
}

func TestCompareReportsReadingErrors(t *testing.T) {
	for _, mode := range []judge.Mode{judge.Exact, judge.Tokens} {
		_, err := judge.Compare(iotest.ErrReader(io.ErrClosedPipe), strings.NewReader("a"), judge.Comparison{Mode: mode})
		if err != io.ErrClosedPipe { //nolint:errorlint // it is handed on as it is
			t.Errorf("%s: %v", mode, err)
		}
	}
}

func TestCompareOfManyMegabytesNeedsLittleMemory(t *testing.T) {
	for name, block := range map[string]string{"one endless word": strings.Repeat("x", 1<<16), "many words": strings.Repeat("word 12\n", 1<<13)} {
		endless := func() io.Reader { return io.LimitReader(repeat(block), 64<<20) }
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d, err := judge.Compare(endless(), endless(), judge.Comparison{Mode: judge.Tokens})
		runtime.ReadMemStats(&after)
		if d != nil || err != nil {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 4<<20 {
			t.Errorf("%s: comparing 64 MB took %d bytes of memory", name, used)
		}
	}
}

type repeat string

func (r repeat) Read(p []byte) (int, error) { return copy(p, r), nil }

func FuzzCompare(f *testing.F) {
	for _, s := range []string{"", "\n", "1 2\n", "1e9 -0.5", "a\x00\xffb", " \t\r\n\v\f", "yes NO"} {
		f.Add([]byte(s), []byte(s), 0.0)
		f.Add([]byte(s), []byte("1 2\n"), 0.1)
	}
	f.Fuzz(func(t *testing.T, output, answer []byte, tolerance float64) {
		for _, c := range []judge.Comparison{
			{Mode: judge.Exact}, {Mode: judge.Tokens}, {Mode: judge.Tokens, CaseSensitive: true, SpaceSensitive: true},
			{Mode: judge.Float, AbsTolerance: tolerance, RelTolerance: tolerance},
		} {
			if c.Validate() != nil {
				continue
			}
			d, err := judge.Compare(bytes.NewReader(output), bytes.NewReader(answer), c)
			if err != nil {
				t.Fatal(err)
			}
			self, err := judge.Compare(bytes.NewReader(answer), bytes.NewReader(answer), c)
			if self != nil || err != nil {
				t.Fatalf("%+v: an answer differs from itself: %+v, %v", c, self, err)
			}
			if exact, _ := judge.Compare(bytes.NewReader(output), bytes.NewReader(answer), judge.Comparison{Mode: judge.Exact}); exact == nil && d != nil {
				t.Fatalf("%+v is stricter than an exact comparison: %q and %q: %+v", c, output, answer, d)
			}
			if c.Mode != judge.Tokens || c.SpaceSensitive {
				continue
			}
			if want := strings.Join(words(output), " ") == strings.Join(words(answer), " "); (d == nil) != want {
				t.Fatalf("%q and %q: %+v", output, answer, d)
			}
		}
	})
}

// words is a second, plain reading of the tokens.
func words(b []byte) []string {
	fields := bytes.FieldsFunc(b, func(r rune) bool { return r == ' ' || r >= '\t' && r <= '\r' })
	all := make([]string, len(fields))
	for i, f := range fields {
		lower := bytes.Clone(f)
		for k, c := range lower {
			if c >= 'A' && c <= 'Z' {
				lower[k] = c + 'a' - 'A'
			}
		}
		all[i] = string(lower)
	}
	return all
}
