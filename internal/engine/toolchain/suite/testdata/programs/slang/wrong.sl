message ("something else");
