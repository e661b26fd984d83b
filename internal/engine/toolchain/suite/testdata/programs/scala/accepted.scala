object Main {
  def main(args: Array[String]): Unit = {
    val out = new StringBuilder
    for (line <- scala.io.Source.stdin.getLines()) out.append(line).append('\n')
    print(out)
  }
}
