: crash -3 throw ;
crash
