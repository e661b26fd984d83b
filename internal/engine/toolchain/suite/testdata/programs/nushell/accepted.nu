def main [] { print -n $in }
