package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var n, w int
	fmt.Fscan(in, &n, &w)
	values := make([]int, n)
	for i := range values {
		fmt.Fscan(in, &values[i])
	}
	// Work out the answer and print it.
}
