package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var n, m, passes int
	fmt.Fscan(in, &n, &m, &passes)
	for range m {
		var x, y, time int
		fmt.Fscan(in, &x, &y, &time)
	}
	// Work out the answer and print it.
}
