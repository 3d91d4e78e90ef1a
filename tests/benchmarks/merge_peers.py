"""Beside the merge: a tool as it is usually written (openpyxl, SQLModel), and the least that any tool must do."""

from __future__ import annotations

import io
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Field, Session, SQLModel, create_engine


class PeerCell(SQLModel, table=True):
    """One thing that was said, as a tool keeps it that maps every row to an object."""

    __tablename__ = "peer_row"
    id: int | None = Field(default=None, primary_key=True)
    parcel: str
    key: str = Field(index=True)
    value: str
    sheet: str
    place: str


def usual(files: Sequence[Path], folder: Path, rows: int) -> float:
    """Seconds: openpyxl reads every sheet, `rows` objects per workbook go in by add_all, one commit per workbook."""
    import openpyxl

    engine = create_engine(f"sqlite:///{folder / 'usual.db'}")
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables["peer_row"]])
    start = time.perf_counter()
    for path in files:
        book = openpyxl.load_workbook(path, read_only=True)
        cells = [
            (sheet.title, str(number), str(row[0]), " ".join(map(str, row[1:])))
            for sheet in book
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
            if row and row[0]
        ]
        book.close()
        with Session(engine) as session:
            session.add_all(
                PeerCell(parcel=path.name, sheet=sheet, place=place, key=key, value=value)
                for sheet, place, key, value in (cells[number % len(cells)] for number in range(rows))
            )
            session.commit()
    taken = time.perf_counter() - start
    engine.dispose()
    return taken


def floor(files: Sequence[Path], folder: Path, rows: int) -> float:
    """Seconds: calamine reads every sheet, and one raw executemany puts the same number of rows into one table."""
    import python_calamine

    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, parcel TEXT, key TEXT, value TEXT)")
    start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for path in files:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
        cells = [(path.name, str(row[0]), str(row[-1])) for sheet in sheets for row in sheet if row]
        said = [cells[number % len(cells)] for number in range(rows)]
        connection.executemany("INSERT INTO row (parcel, key, value) VALUES (?, ?, ?)", said)
    connection.execute("COMMIT")
    taken = time.perf_counter() - start
    connection.close()
    return taken
