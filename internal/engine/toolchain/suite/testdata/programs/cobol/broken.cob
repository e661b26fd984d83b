identification division.
program-id. broken.
procedure division.
    move 1 to missing-item.
    stop run.
