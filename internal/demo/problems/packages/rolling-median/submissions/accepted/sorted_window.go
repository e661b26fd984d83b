package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var n, w int
	fmt.Fscan(in, &n, &w)
	values := make([]int, n)
	for i := range values {
		fmt.Fscan(in, &values[i])
	}
	window := slices.Sorted(slices.Values(values[:w]))
	least, most, total := 1<<62, 0, 0 // of twice the median
	for i := w; ; i++ {
		twice := window[w/2] + window[(w-1)/2]
		least, most, total = min(least, twice), max(most, twice), total+twice
		if i == n {
			break
		}
		old, _ := slices.BinarySearch(window, values[i-w])
		window = slices.Delete(window, old, old+1)
		at, _ := slices.BinarySearch(window, values[i])
		window = slices.Insert(window, at, values[i])
	}
	fmt.Println(float64(least)/2, float64(most)/2, float64(total)/2/float64(n-w+1))
}
