"""Forms as small tables inside the tests, written as the files that authors really have."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from textwrap import dedent


def tables(text: str) -> dict[str, list[list[str]]]:
    """Sheets and their rows out of a Markdown table: `| survey |`, then `| | type | name |`."""
    sheets: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in dedent(text).strip().splitlines():
        first, *cells = (cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1]))
        if first:
            rows = sheets.setdefault(first, [])
        if any(cells):
            rows.append(cells)
    return sheets


def markdown(folder: Path, text: str, name: str = "form.md") -> Path:
    """The table as a Markdown file."""
    path = folder / name
    path.write_text(dedent(text).strip(), encoding="utf-8")
    return path


def excel(folder: Path, text: str, name: str = "form.xlsx") -> Path:
    """The same table as a workbook; row 2 of the table is row 2 of the sheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for sheet, rows in tables(text).items():
        page = book.create_sheet(sheet)
        for row in rows:
            page.append([cell or None for cell in row])
    path = folder / name
    book.save(path)
    return path


def comma_separated(folder: Path, text: str, name: str = "form.csv", delimiter: str = ",") -> Path:
    """The same table as one CSV file, the sheet's name in the first column."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        for sheet, rows in tables(text).items():
            writer.writerow([sheet])
            writer.writerows(["", *row] for row in rows)
    return path
