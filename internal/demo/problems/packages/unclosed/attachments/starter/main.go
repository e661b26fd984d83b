package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func main() {
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	text := strings.TrimRight(line, "\n")
	// Work out the answer and print it.
	fmt.Println(len(text))
}
