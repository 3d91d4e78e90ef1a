"""
Every measure of a printed paper in one place: Nghị định 30/2020/NĐ-CP, annex I. Lengths in points unless named.

The decree gives ranges; the figures chosen here lie inside them, and `tests/reports/test_layout_rules.py` measures
them in finished files.
"""

from __future__ import annotations

from typing import Final

MM: Final = 72 / 25.4

PAGE: Final = (210 * MM, 297 * MM)
TOP: Final = 20 * MM
BOTTOM: Final = 20 * MM
LEFT: Final = 30 * MM
RIGHT: Final = 15 * MM

SERIF: Final = "LiberationSerif"
FONTS: Final = {
    (False, False): "LiberationSerif-Regular",
    (True, False): "LiberationSerif-Bold",
    (False, True): "LiberationSerif-Italic",
    (True, True): "LiberationSerif-BoldItalic",
}

BODY: Final = 13.0
HEAD_NATION: Final = 12.0
HEAD_MOTTO: Final = 13.0
HEAD_BODY: Final = 12.0
HEAD_NUMBER: Final = 13.0
TITLE: Final = 14.0
ANNEX_NAME: Final = 13.0
PAGE_NUMBER: Final = 13.0
RECIPIENTS_TITLE: Final = 12.0
RECIPIENTS: Final = 11.0
TABLE: Final = 11.0
SMALL: Final = 9.0
FOOT: Final = 7.5

LINE: Final = 1.15
"""Height of a line as a multiple of its size: the single spacing of word processors for this face."""
PARAGRAPH_GAP: Final = 6.0
INDENT: Final = 12.7 * MM

CELL_X: Final = 3.5
CELL_Y: Final = 2.5
RULE: Final = 0.5
SIGNATURE_HEIGHT: Final = 25 * MM
PHOTO_DPI: Final = 200
PHOTO_SHAPE: Final = 0.68
"""Height of the place of a photograph over its width: six with their words fill a page."""
PHOTO_BYTES: Final = 290_000
"""A photograph is made smaller when it is heavier than this: fifty of them stay below 15 MB."""
QR_SIDE: Final = 13 * MM
QR_LOW: Final = 5 * MM
"""Printers leave some 4 mm at the edge of the paper white; the symbol stands above that."""

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"

ANNEX_LETTERS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
POINT_LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
"""Order of points (điểm) in Vietnamese papers: no f, j, w, z."""

SHAPES: Final = {"good": "●", "bad": "▲", "warn": "▼", "severe": "■", "none": "○"}
COLOURS: Final = {"good": "1B7F4B", "bad": "B42318", "warn": "B25E09", "severe": "8C1D18", "none": "5B6472"}
FILLS: Final = {"good": "E4F4EA", "bad": "FBE4E1", "warn": "FDF0DC", "severe": "F3C8C4", "none": "EEF0F3"}
