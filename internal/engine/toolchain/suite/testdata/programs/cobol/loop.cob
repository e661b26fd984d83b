identification division.
program-id. endless.
data division.
working-storage section.
01 n pic 9(4) value 0.
procedure division.
    perform until exit
        add 1 to n
    end-perform.
    stop run.
