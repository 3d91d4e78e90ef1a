"""Laptops with their own stores and clocks, told as a story: who answered what at which site, and what was handed over."""

from __future__ import annotations

import datetime
from pathlib import Path

from inspector import handover, people, register, sites, visits, workplace
from inspector.model import Side

DAY = datetime.date(2026, 11, 24)
EAST = datetime.timezone(datetime.timedelta(hours=7))


class Laptop:
    """One device with a person at it; `skew` minutes is how wrong its clock is. A register is one, too."""

    def __init__(self, folder: Path, name: str, *, person: str = "Lê Văn Ví Dụ", skew: int = 0) -> None:
        self.name, self.folder = name, folder
        self._now = datetime.datetime(2026, 11, 24, 8, 0, tzinfo=EAST) + datetime.timedelta(minutes=skew)
        self.store = workplace.open_workplace(str(folder / f"{name}.db"), clock=self._tick)
        self.by = people.settle(self.store, person, side=Side.POLICE, unit="Phòng PC07").uid

    def _tick(self) -> datetime.datetime:
        self._now += datetime.timedelta(seconds=7)
        return self._now

    def visit(self, code: str = "THA0090", form: str = "infrastructure") -> str:
        """Start a visit at a site, which is registered when it is new here."""
        site = sites.add(self.store, code, by=self.by, name="Hải Hà", types="cable_route")
        return visits.start(self.store, site.uid, [form], by=self.by, on=DAY)

    def answer(self, visit: str, path: str, value: str, note: str = "", form: str = "infrastructure") -> None:
        """Answer an item."""
        notes = {path: note} if note else None
        visits.record_answers(self.store, visit, form, {path: value}, notes=notes, by=self.by)

    def export(self, *chosen: str, file: str = "") -> Path:
        """Hand visits over; the workbook."""
        self._count = getattr(self, "_count", 0) + 1
        path = self.folder / (file or f"{self.name}-{self._count}.xlsx")
        handover.export(self.store, list(chosen), path, by=self.by)
        return path

    def merge(self, *files: Path) -> register.Merged:
        """Take workbooks in."""
        return register.merge(self.store, list(files), by=self.by)

    def digest(self) -> str:
        """The digest of everything that is known here."""
        with self.store.read() as reader:
            return reader.digest()[0]

    def value(self, visit: str, path: str) -> str:
        """What an item is worth here."""
        return self.line(visit, path).value

    def line(self, visit: str, path: str) -> visits.Line:
        """An item of the first checklist of a visit, as it stands here."""
        with self.store.read() as reader:
            return next(one for one in visits.dossier(reader, visit).pages[0].lines if one.item.path == path)
