package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var n, agents int
	fmt.Fscan(in, &n, &agents)
	for range n {
		var time, urgency, minutes int
		fmt.Fscan(in, &time, &urgency, &minutes)
	}
	// Work out the answer and print it.
}
