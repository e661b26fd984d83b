@main def Main() = sys.error("no")
