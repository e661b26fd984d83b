while true; do (( n = (n + 1) % 1000 )); done
