create line 65536 allot
: echo begin line 65536 stdin read-file throw dup while line swap type repeat drop ;
echo
