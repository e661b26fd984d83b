set s = xxxxxxxx
while (1)
    set s = $s$s
end
