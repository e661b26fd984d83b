package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var n, capacity int
	fmt.Fscan(in, &n, &capacity)
	for range n {
		var kind string
		var k, w int
		fmt.Fscan(in, &kind, &k)
		if kind == "P" {
			fmt.Fscan(in, &w)
		}
	}
	// Work out the answer and print it.
}
