@main def Main() = println("something else")
