echo 'BEGIN { print "ESCAPED\n" if open(F, "<", "/etc/shadow"); system("echo ran inside"); } 1;' > a.pl
perl -c a.pl 2>&1
echo done
