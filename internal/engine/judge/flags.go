package judge

import (
	"fmt"
	"strconv"
)

// maxTolerance is far above what makes sense.
const maxTolerance = 1e9

// ParseFlags reads the flags of the formats' default validator, with which a comparison is called.
func ParseFlags(flags []string) (Comparison, error) {
	c := Comparison{Mode: Tokens}
	for i := 0; i < len(flags); i++ {
		switch flag := flags[i]; flag {
		case "case_sensitive":
			c.CaseSensitive = true
		case "space_change_sensitive":
			c.SpaceSensitive = true
		case "float_tolerance", "float_absolute_tolerance", "float_relative_tolerance":
			i++
			if i == len(flags) {
				return c, fmt.Errorf("validator flag %s needs a number", flag)
			}
			e, err := strconv.ParseFloat(flags[i], 64)
			if err != nil || !(e >= 0 && e <= maxTolerance) {
				return c, fmt.Errorf("validator flag %s needs a number that is not negative, not %s", flag, flags[i])
			}
			if flag != "float_relative_tolerance" {
				c.AbsTolerance = e
			}
			if flag != "float_absolute_tolerance" {
				c.RelTolerance = e
			}
		default:
			return c, fmt.Errorf("there is no validator flag %s", flag)
		}
	}
	if c.AbsTolerance+c.RelTolerance > 0 {
		c.Mode = Float
	}
	return c, nil
}

// With is the comparison that flags ask for in the place of c; nil asks for none.
func (c Comparison) With(flags []string) (Comparison, error) {
	if flags == nil {
		return c, nil
	}
	return ParseFlags(flags)
}
