identification division.
program-id. echo.
environment division.
input-output section.
file-control.
    select input-file assign to keyboard organization line sequential.
    select output-file assign to display organization line sequential.
data division.
file section.
fd input-file.
01 input-line pic x(4000).
fd output-file.
01 output-line pic x(4000).
procedure division.
    open input input-file output output-file.
    perform until exit
        read input-file at end exit perform end-read
        write output-line from input-line
    end-perform.
    close input-file output-file.
    stop run.
