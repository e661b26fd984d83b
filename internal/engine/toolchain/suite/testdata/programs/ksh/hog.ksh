s=xxxxxxxx
while true; do s=$s$s; done
