@main def Main() = println(missing)
