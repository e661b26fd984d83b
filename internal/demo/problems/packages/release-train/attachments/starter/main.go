package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var n, m int
	fmt.Fscan(in, &n, &m)
	takes := make([]int, n)
	for i := range takes {
		fmt.Fscan(in, &takes[i])
	}
	for range m {
		var x, y int
		fmt.Fscan(in, &x, &y)
	}
	// Work out the answer and print it.
}
