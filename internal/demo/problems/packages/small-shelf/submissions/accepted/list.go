package main

import (
	"bufio"
	"container/list"
	"fmt"
	"os"
)

type tool struct{ number, weight int }

func main() {
	in := bufio.NewReader(os.Stdin)
	var n, capacity, load, carried int
	fmt.Fscan(in, &n, &capacity)
	order, at := list.New(), map[int]*list.Element{} // the tool used last is in front
	remove := func(e *list.Element) {
		t := order.Remove(e).(tool)
		delete(at, t.number)
		load -= t.weight
	}
	var gets []byte
	for ; n > 0; n-- {
		var event string
		var k, w int
		fmt.Fscan(in, &event, &k)
		e, there := at[k]
		if event == "G" {
			if there {
				order.MoveToFront(e)
				gets = append(gets, 'H')
			} else {
				gets = append(gets, 'M')
			}
			continue
		}
		fmt.Fscan(in, &w)
		if there {
			remove(e)
		}
		if w > capacity {
			if there {
				carried++
			}
			continue
		}
		at[k] = order.PushFront(tool{k, w})
		for load += w; load > capacity; carried++ {
			remove(order.Back())
		}
	}
	if len(gets) == 0 {
		gets = []byte("none")
	}
	fmt.Printf("%s\n%d\n", gets, carried)
	if order.Len() == 0 {
		fmt.Print("empty")
	}
	for e, i := order.Front(), 0; e != nil && i < 3; e, i = e.Next(), i+1 {
		fmt.Print(e.Value.(tool).number, " ")
	}
	fmt.Println()
}
