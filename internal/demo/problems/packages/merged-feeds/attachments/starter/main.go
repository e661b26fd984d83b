package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var m, q int
	fmt.Fscan(in, &m, &q)
	for range m {
		var first, step, count int
		fmt.Fscan(in, &first, &step, &count)
	}
	for range q {
		var k int
		fmt.Fscan(in, &k)
	}
	// Work out the answer and print it.
}
