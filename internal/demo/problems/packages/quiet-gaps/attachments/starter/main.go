package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var n, g int
	fmt.Fscan(in, &n, &g)
	for range n {
		var time int
		var name string
		fmt.Fscan(in, &time, &name)
	}
	// Work out the answer and print it.
}
