import sys

most = int(sys.argv[1]) if len(sys.argv) > 2 else 100
text = sys.stdin.read()
sys.exit(42 if text.strip().isdigit() and int(text) * {{factor}} <= most * {{factor}} else 43)
