echo "something else"
