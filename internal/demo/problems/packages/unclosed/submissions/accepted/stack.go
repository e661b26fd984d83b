package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func main() {
	text, _ := bufio.NewReaderSize(os.Stdin, 1<<20).ReadString('\n')
	var missing []byte
	for i, c := range []byte(strings.TrimRight(text, "\n")) {
		if k := strings.IndexByte("([{<", c); k >= 0 {
			missing = append(missing, ")]}>"[k])
		} else if strings.IndexByte(")]}>", c) >= 0 {
			if len(missing) == 0 || missing[len(missing)-1] != c {
				fmt.Println("error", i+1)
				return
			}
			missing = missing[:len(missing)-1]
		}
	}
	if len(missing) == 0 {
		fmt.Println("ok")
		return
	}
	for i, j := 0, len(missing)-1; i < j; i, j = i+1, j-1 {
		missing[i], missing[j] = missing[j], missing[i]
	}
	fmt.Println("close", string(missing))
}
