package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var n int
	fmt.Fscan(in, &n)
	for range n {
		var begin, end int
		fmt.Fscan(in, &begin, &end)
	}
	// Work out the answer and print it.
}
