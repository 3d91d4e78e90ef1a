"""Lists export what they show: every record that matches, in the columns that are shown and in their order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from inspector import paths
from inspector.i18n import _
from inspector.reports import shown
from ui import files
from ui.models.columns import Column
from ui.models.paged import Ask, Fetch, Page
from ui.place import Desk
from ui.widgets.banner import Banner
from ui.widgets.table import DataTable

ALL = 1_000_000


def ask_where(parent: QWidget, desk: Desk, title: str) -> Path | None:
    """The workbook that a person wants to be written."""
    suggested = paths.file_name(title, suffix=".xlsx")
    return files.save(parent, desk.memory, _("Write the list"), suggested, "*.xlsx")


def export(desk: Desk, table: DataTable, fetch: Fetch, ask: Ask, path: Path, title: str) -> None:
    """Write what `table` shows of all that `ask` matches."""
    columns = table.shown_columns()

    def write(page: Page) -> None:
        rows = [[_value(column, record) for column in columns] for record in page.records]
        desk.tasks.work(
            shown.write,
            path,
            title,
            [_(column.title) for column in columns],
            rows,
            title=_("Writing {file}").format(file=path.name),
            then=lambda _number: desk.notify(
                Banner(_("Written: {file}").format(file=path), tone="pass", sign="check", close_text=_("Put away"))
            ),
            owner=table,
        )

    fetch(Ask(0, ALL, ask.order, ask.descending, ask.search, ask.filters), write)


def _value(column: Column, record: Any) -> Any:
    value = column.value(record)
    if column.marks is None and isinstance(value, int | float):
        return value
    if column.marks is None and column.show is not None and isinstance(value, str):
        found = shown.day(value)
        return found if found != value else column.words(record)
    return column.words(record)
