"""How much of a file is read before it is refused. Far above any real list, far below what hurts a laptop."""

from __future__ import annotations

from typing import Final

FILE_BYTES: Final = 64 * 1024 * 1024
UNPACKED_BYTES: Final = 256 * 1024 * 1024
PARTS: Final = 4_000
SHEETS: Final = 300
ROWS: Final = 200_000
COLUMNS: Final = 400
CELLS: Final = 6_000_000
"""Of one sheet: the rectangle that its filled cells span, since the reader lays it out whole."""
TEXT: Final = 2_000
"""Longest text of a cell that is looked into; what is beyond is no name, date or coordinate."""
