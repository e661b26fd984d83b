fun main() {
    val out = StringBuilder()
    for (line in generateSequence(::readLine)) out.append(line).append('\n')
    print(out)
}
