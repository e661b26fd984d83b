identification division.
program-id. crash.
procedure division.
    call "no-such-program".
    stop run.
