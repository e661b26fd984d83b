package judge

import (
	"bytes"
	"math"
	"math/big"
	"strconv"
)

// isDecimal tells whether a word is a number as the formats define it: a sign, digits with one point at most, an exponent.
// Words like "nan" and "inf" and forms like 0x1p3 are text.
func isDecimal(word []byte) bool {
	digits := func() (n int) {
		for ; len(word) > 0 && word[0] >= '0' && word[0] <= '9'; n++ {
			word = word[1:]
		}
		return n
	}
	sign := func() {
		if len(word) > 0 && (word[0] == '+' || word[0] == '-') {
			word = word[1:]
		}
	}
	sign()
	n := digits()
	if len(word) > 0 && word[0] == '.' {
		word = word[1:]
		n += digits()
	}
	if n > 0 && len(word) > 0 && (word[0] == 'e' || word[0] == 'E') {
		word = word[1:]
		sign()
		n = digits()
	}
	return n > 0 && len(word) == 0
}

// near tells whether two words are numbers within the tolerances. The processor's numbers decide where they can be
// trusted: not at the very edge of a tolerance, and not with numbers that they cannot hold.
func (c Comparison) near(g, w token) bool {
	if g.size > int64(len(g.start)) || w.size > int64(len(w.start)) || !isDecimal(g.start) || !isDecimal(w.start) {
		return false
	}
	a, okA := fastNumber(g.start)
	b, okB := fastNumber(w.start)
	if okA && okB {
		difference, bound := math.Abs(a-b), max(c.AbsTolerance, c.RelTolerance*math.Abs(b))
		unsure := (math.Abs(a) + math.Abs(b) + bound) * 0x1p-50
		switch {
		case difference+unsure <= bound:
			return true
		case difference-unsure > bound:
			return false
		}
	}
	return c.nearExactly(g.start, w.start)
}

// fastNumber is a number that a float64 holds with its full precision.
func fastNumber(word []byte) (float64, bool) {
	const most, least = 1e280, 1e-280
	f, err := strconv.ParseFloat(string(word), 64)
	size := math.Abs(f)
	return f, err == nil && (size >= least && size <= most || isZero(word))
}

// isZero tells whether a number has no digit but zeros.
func isZero(number []byte) bool {
	if i := bytes.IndexAny(number, "eE"); i >= 0 {
		number = number[:i]
	}
	return !bytes.ContainsAny(number, "123456789")
}

// nearExactly is near with numbers of any size and of many digits, in which a tolerance is the decimal it was written as.
func (c Comparison) nearExactly(g, w []byte) bool {
	bits := uint(512 + 8*(len(g)+len(w))) // half of them are more than all digits together: what is beyond is rounding
	a, okA := exactNumber(string(g), bits)
	b, okB := exactNumber(string(w), bits)
	if !okA || !okB {
		return false
	}
	difference := new(big.Float).Sub(a, b)
	difference.Abs(difference).SetPrec(bits / 2)
	within := func(tolerance float64, of *big.Float) bool {
		bound, _ := exactNumber(strconv.FormatFloat(tolerance, 'g', -1, 64), bits)
		bound.Mul(bound, of)
		return difference.Cmp(bound.Abs(bound).SetPrec(bits/2)) <= 0
	}
	return within(c.AbsTolerance, big.NewFloat(1)) || within(c.RelTolerance, b)
}

// exactNumber is false where the number is too large even for these; one that is too small is the smallest there is.
func exactNumber(number string, bits uint) (*big.Float, bool) {
	f, _, err := new(big.Float).SetPrec(bits).Parse(number, 10)
	switch {
	case err != nil || f.IsInf():
		return new(big.Float), false
	case f.Sign() == 0 && !isZero([]byte(number)):
		f.SetMantExp(big.NewFloat(0.5), big.MinExp)
		if number[0] == '-' {
			f.Neg(f)
		}
	}
	return f, true
}
