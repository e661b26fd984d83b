package main

import "fmt"

func main() { fmt.Println("something else") }
