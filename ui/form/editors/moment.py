"""Dates and times as they are written in Vietnam: 05/12/2026, 14:30. What is left out is today's."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QVBoxLayout, QWidget

from inspector import days
from inspector.i18n import _
from ui.form.editors.base import Asked, TypedEditor
from ui.form.editors.number import beside
from ui.widgets.button import Button

_DATE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(\d{1,2})(?:[:hg.](\d{2})?)?(?::\d{2})?")


def read_date(typed: str, today: date | None = None) -> str | None:
    """`5/12`, `5/12/26` or `05/12/2026` as `2026-12-05`; None when it is no day."""
    today = today or days.today()
    found = _DATE.fullmatch(typed.strip())
    if found:
        day, month, year = int(found[1]), int(found[2]), int(found[3] or today.year)
        year += 2000 if year < 100 else 0
    elif found := _ISO.fullmatch(typed.strip()):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def day_words(text: str) -> str:
    """`2026-12-05` as `05/12/2026`."""
    return "/".join(reversed(text[:10].split("-"))) if text else ""


def read_time(typed: str) -> str | None:
    """`14:30`, `14h30` or `14h` as `14:30`; None when it is no time."""
    found = _TIME.fullmatch(typed.strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"


class DateEditor(TypedEditor):
    """A day: typed, picked from a calendar, or today."""

    field_width = 130

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.field.setPlaceholderText(_("dd/mm/yyyy"))
        pick = Button("", icon="calendar", tip=_("Calendar"))
        pick.clicked.connect(self._open)
        today = Button(_("Today"), kind="quiet")
        today.clicked.connect(lambda: self.put(days.today().isoformat()))
        beside(self, today, pick)

    def parse(self, typed: str) -> str | None:
        return read_date(typed) if typed else ""

    def words(self, text: str) -> str:
        return day_words(text)

    def wrong(self) -> str:
        return _("Write a day as 05/12/2026.")

    def _open(self) -> None:
        popup = QWidget(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if self.shown:
            calendar.setSelectedDate(QDate.fromString(self.shown, Qt.DateFormat.ISODate))

        def chosen(day: QDate) -> None:
            popup.close()
            self.put(day.toString(Qt.DateFormat.ISODate))

        calendar.clicked.connect(chosen)
        calendar.activated.connect(chosen)
        whole = QVBoxLayout(popup)
        whole.setContentsMargins(4, 4, 4, 4)
        whole.addWidget(calendar)
        popup.move(self.field.mapToGlobal(QPoint(0, self.field.height() + 4)))
        popup.show()
        calendar.setFocus()


class TimeEditor(TypedEditor):
    """A time of day, or now."""

    field_width = 90

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.field.setPlaceholderText(_("hh:mm"))
        now = Button(_("Now"), kind="quiet")
        now.clicked.connect(lambda: self.put(self.parse(days.now().strftime("%H:%M")) or ""))
        beside(self, now)

    def parse(self, typed: str) -> str | None:
        if not typed:
            return ""
        read = read_time(typed)
        if read is None:
            return None
        return self.shown if self.shown[:5] == read else f"{read}:00.000{days.now().isoformat()[-6:]}"

    def words(self, text: str) -> str:
        return text[:5]

    def wrong(self) -> str:
        return _("Write a time as 14:30.")


class MomentEditor(TypedEditor):
    """A day with a time: 05/12/2026 14:30."""

    field_width = 180

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.field.setPlaceholderText(_("dd/mm/yyyy hh:mm"))
        now = Button(_("Now"), kind="quiet")
        now.clicked.connect(lambda: self.put(self.parse(days.now().strftime("%d/%m/%Y %H:%M")) or ""))
        beside(self, now)

    def parse(self, typed: str) -> str | None:
        if not typed:
            return ""
        if typed == self.words(self.shown):
            return self.shown
        day, _space, clock = typed.strip().rpartition(" ")
        read, at = read_date(day), read_time(clock)
        if read is None or at is None:
            return None
        hours, minutes = at.split(":")
        local = datetime.combine(date.fromisoformat(read), time(int(hours), int(minutes)), days.HERE)
        return local.isoformat(timespec="milliseconds")

    def words(self, text: str) -> str:
        return f"{day_words(text)} {text[11:16]}" if text else ""

    def wrong(self) -> str:
        return _("Write a day and a time as 05/12/2026 14:30.")
