printf("something else\n");
