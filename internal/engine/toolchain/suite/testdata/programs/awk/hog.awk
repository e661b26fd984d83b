BEGIN {
    s = "x"
    while (length(s) < 1048576) s = s s
    while (1) keep[n++] = s n
}
