print (1;
