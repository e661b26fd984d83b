var s = xxxxxxxx
while $true { set s = $s$s }
