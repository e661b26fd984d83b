identification division.
program-id. hog.
data division.
working-storage section.
01 n pic 9(9) comp-5 value 0.
01 p usage pointer.
linkage section.
01 block-of-bytes pic x(1000000).
procedure division.
    perform until exit
        allocate 1000000 characters returning p
        set address of block-of-bytes to p
        move all "x" to block-of-bytes
    end-perform.
    stop run.
