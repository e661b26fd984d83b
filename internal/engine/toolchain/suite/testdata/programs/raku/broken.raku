say (1;
