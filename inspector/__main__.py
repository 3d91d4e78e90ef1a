"""`python -m inspector`: the terminal door; and the process beside it that reads workbooks (ahead.py)."""

import sys

from inspector.cli import main

if __name__ == "__main__":
    if sys.argv[1:] == ["--read-ahead"]:
        from inspector import ahead

        ahead.serve()
    sys.exit(main())
