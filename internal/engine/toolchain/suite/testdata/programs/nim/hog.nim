var keep: seq[string]
while true:
  var s = newString(1 shl 20)
  for i in 0 ..< s.len:
    s[i] = 'x'
  keep.add(s)
