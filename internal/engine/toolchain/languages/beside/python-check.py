"""Says what is wrong with the syntax of files. Each program is checked and few have something wrong, so that only then is loaded what shows it."""
import sys

del sys.path[0]  # the folder of the programs, which may have modules of their own
wrong = False
for file in sys.argv[1:]:
    with open(file, "rb") as f:
        source = f.read()
    try:
        compile(source, file, "exec", 0, True)
    except Exception as e:
        import traceback

        sys.stderr.write("".join(traceback.format_exception_only(type(e), e)))
        wrong = True
sys.exit(wrong)
