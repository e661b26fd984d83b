writeLines(readLines(file("stdin"), encoding = "UTF-8"))
