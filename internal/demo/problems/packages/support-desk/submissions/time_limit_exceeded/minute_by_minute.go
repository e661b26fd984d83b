package main

import (
	"bufio"
	"fmt"
	"os"
)

// Looks at every agent and every waiting ticket in every minute.
func main() {
	in := bufio.NewReader(os.Stdin)
	var n, agents int
	fmt.Fscan(in, &n, &agents)
	t, u, d := make([]int, n), make([]int, n), make([]int, n)
	for i := range t {
		fmt.Fscan(in, &t[i], &u[i], &d[i])
	}
	free := make([]int, agents)
	var waiting []int
	total, longest, worst, end, taken, i := 0, -1, 0, 0, 0, 0
	for now := 0; taken < n; now++ {
		for ; i < n && t[i] <= now; i++ {
			waiting = append(waiting, i)
		}
		for a := range free {
			if free[a] > now || len(waiting) == 0 {
				continue
			}
			best := 0
			for k := range waiting {
				if u[waiting[k]] > u[waiting[best]] {
					best = k
				}
			}
			k := waiting[best]
			waiting = append(waiting[:best], waiting[best+1:]...)
			wait := now - t[k]
			total += wait
			if wait > longest || wait == longest && k < worst {
				longest, worst = wait, k
			}
			free[a] = now + d[k]
			end = max(end, free[a])
			taken++
		}
	}
	fmt.Println(total)
	fmt.Println(worst + 1)
	fmt.Println(end)
}
