object Main {
  def main(args: Array[String]): Unit = {
    var keep = List.empty[Array[Byte]]
    while (true) keep = new Array[Byte](1 << 20) :: keep
  }
}
