package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var n, limit, window int
	fmt.Fscan(in, &n, &limit, &window)
	for range n {
		var time, client int
		fmt.Fscan(in, &time, &client)
	}
	// Work out the answer and print it.
}
