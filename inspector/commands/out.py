"""What a command prints: one JSON object on standard output with --json, else lines for a person."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


class Out:
    """Standard output for results, standard error for progress and messages."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.told = False
        self._last = 0.0

    def result(self, value: Mapping[str, Any]) -> None:
        """The JSON object, when it is asked for."""
        self.told = True
        if self.as_json:
            self._print(json.dumps(value, ensure_ascii=False, indent=None, default=str))

    def refused(self, code: str, text: str) -> None:
        """Why nothing was done: a line on standard error, and the JSON object where none was printed."""
        print(" ".join(text.split()), file=sys.stderr)
        if not self.told:
            self.result({"error": {"code": code, "message": text}})

    def line(self, text: str = "") -> None:
        """A line for a person; with --json it goes to standard error."""
        if self.as_json:
            print(text, file=sys.stderr)
        else:
            self._print(text)

    def close(self) -> None:
        """What was printed has gone out. Raises OSError: it could not be written."""
        self._print("", end="", flush=True)

    def _print(self, text: str, **options: Any) -> None:
        """To standard output; a reader that has heard enough (`| head`) hinders nothing of what is done."""
        try:
            print(text, **options)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError:
            self.told = True
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python tries again when it ends
            raise

    def note(self, text: str) -> None:
        """A line beside the result, on standard error."""
        print(text, file=sys.stderr)

    def table(self, rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> None:
        """Rows under headings, columns as wide as they need."""
        lines = [list(columns), *([str(cell) if cell is not None else "" for cell in row] for row in rows)]
        widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
        for line in lines:
            self.line("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())

    def progress(self, done: int, total: int, what: str = "") -> None:
        """How far a long piece of work is, at most five times a second, on a terminal only."""
        if not sys.stderr.isatty() or (time.monotonic() - self._last < 0.2 and done < total):
            return
        self._last = time.monotonic()
        end = "\n" if done >= total else "\r"
        print(f"{what} {done}/{total}".strip(), end=end, file=sys.stderr, flush=True)
