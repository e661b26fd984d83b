fun main() = println("something else")
