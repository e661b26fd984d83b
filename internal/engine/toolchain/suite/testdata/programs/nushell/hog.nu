mut s = 'xxxxxxxx'
loop { $s = $s + $s }
