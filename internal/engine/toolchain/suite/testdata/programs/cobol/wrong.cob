identification division.
program-id. wrong.
procedure division.
    display "something else".
    stop run.
