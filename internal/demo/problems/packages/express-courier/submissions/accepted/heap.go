package main

import (
	"bufio"
	"container/heap"
	"fmt"
	"os"
)

type place struct{ now, used, x int }

type queue []place

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].now < q[j].now }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(p any)        { *q = append(*q, p.(place)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

func main() {
	in := bufio.NewReader(os.Stdin)
	var n, m, passes int
	fmt.Fscan(in, &n, &m, &passes)
	type street struct{ to, time int }
	streets := make([][]street, n+1)
	for ; m > 0; m-- {
		var x, y, t int
		fmt.Fscan(in, &x, &y, &t)
		streets[x] = append(streets[x], street{y, t})
		streets[y] = append(streets[y], street{x, t})
	}
	done := make([]bool, (passes+1)*(n+1))
	q := &queue{{0, 0, 1}}
	for q.Len() > 0 {
		p := heap.Pop(q).(place)
		if p.x == n {
			fmt.Println(p.now)
			return
		}
		if done[p.used*(n+1)+p.x] {
			continue
		}
		done[p.used*(n+1)+p.x] = true
		for _, s := range streets[p.x] {
			heap.Push(q, place{p.now + s.time, p.used, s.to})
			if p.used < passes {
				heap.Push(q, place{p.now + s.time/2, p.used + 1, s.to})
			}
		}
	}
	fmt.Println("unreachable")
}
