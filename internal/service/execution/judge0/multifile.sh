# Compiles and runs a program that brings its own scripts, in the folder where its files are. The first argument is the
# size in kilobytes of the files that it may write when it runs.
file_size=$1
shift
for script in compile.sh compile; do
    if [ -f "$script" ]; then
        if ! output=$(bash "$script" 2>&1 </dev/null); then
            printf '%s\n' "$output" >&2
            exit 119
        fi
        break
    fi
done
for script in run.sh run; do
    if [ -f "$script" ]; then
        ulimit -f "$file_size"
        exec bash "$script" "$@"
    fi
done
echo "the archive has neither run nor run.sh" >&2
exit 127
