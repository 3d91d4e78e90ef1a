"""Laptops in a few words: each with a store, a clock and a person of its own; they answer, sign, hand over and merge."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from inspector import disagreements, handover, people, register, signing_off, sites, visits, workplace
from inspector.model import RECORDS, Side
from inspector.store import Reader, Store
from tests import stores

START = datetime.datetime(2026, 11, 24, 8, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
PEOPLE = {"a": "Lê Văn Ví Dụ", "b": "Phạm Minh Họa", "register": "Hoàng Thị Giả Định"}


class Laptop:
    """A computer with its person; its clock is `skew` minutes off. A register is one, too."""

    def __init__(self, folder: Path, name: str, *, person: str = "", side: Side = Side.POLICE, skew: int = 0) -> None:
        self.folder, self.name = folder, name
        self.now = START + datetime.timedelta(minutes=skew)
        self.store: Store = workplace.open_workplace(stores.named(folder, name), clock=self._clock)
        self.by = people.settle(self.store, person or PEOPLE.get(name, name), side=side).uid
        self._parcels = 0

    def _clock(self) -> datetime.datetime:
        self.now += datetime.timedelta(seconds=7)
        return self.now

    def start(self, code: str = "THA0090", *forms: str, types: str = "cable_route") -> str:
        """A visit at a site, which is written down when it is new here."""
        site = sites.add(self.store, code, by=self.by, name=f"Trạm {code}", types=types)
        return visits.start(self.store, site.uid, forms or ("infrastructure",), by=self.by, on=START.date())

    def answer(self, visit: str, path: str, value: str, note: str = "", form: str = "infrastructure") -> None:
        """Answer an item."""
        notes = {path: note} if note else {}
        visits.record_answers(self.store, visit, form, {path: value}, notes=notes, by=self.by)

    def answer_all(self, visit: str, value: str = "na", form: str = "infrastructure") -> None:
        """Answer every item of a checklist alike."""
        for line in self.lines(visit).values():
            if line.form == form:
                self.answer(visit, line.item.path, value, form=form)

    def photograph(self, visit: str, path: str, content: bytes, form: str = "infrastructure") -> None:
        """Put a photo to an item."""
        visits.add_photo(self.store, visit, form, path, content, by=self.by, name="a.jpg")

    def sign(self, visit: str, name: str, side: Side) -> None:
        """Sign a visit for one side by a person of that name."""
        person = people.introduce(self.store, name, side=side, by=self.by)
        signing_off.sign(self.store, visit, side=side, by=person.uid)

    def export(self, *chosen: str) -> Path:
        """Hand visits over; the workbook."""
        self._parcels += 1
        path = self.folder / f"{self.name}-{self._parcels}.xlsx"
        handover.export(self.store, chosen, path, by=self.by)
        return path

    def merge(self, *files: Path) -> register.Merged:
        """Take workbooks in."""
        return register.merge(self.store, files, by=self.by)

    def decide(self, take: int = 1, reason: str = "Ảnh cho thấy rõ.") -> None:
        """Settle the first thing that waits."""
        disagreements.decide(self.store, self.waiting()[0].id, take=take, reason=reason, by=self.by)

    def lines(self, visit: str) -> dict[str, visits.Line]:
        """Every item of a visit by its path, as it stands here."""
        with self.store.read() as reader:
            return {line.item.path: line for page in visits.dossier(reader, visit).pages for line in page.lines}

    def value(self, visit: str, path: str) -> str:
        """What an item is worth here."""
        return self.lines(visit)[path].value

    def waiting(self) -> list[disagreements.Disagreement]:
        """What people must decide."""
        with self.store.read() as reader:
            return disagreements.waiting(reader)

    @property
    def device(self) -> str:
        """The uid of this computer."""
        with self.store.read() as reader:
            return reader.device

    def digest(self) -> str:
        """The digest of everything that is known here."""
        with self.store.read() as reader:
            return reader.digest()[0]

    def tables(self) -> dict[str, list[str]]:
        """Every projection as text, for comparing two stores."""
        with self.store.read() as reader:
            return projections(reader)


def projections(reader: Reader) -> dict[str, list[str]]:
    """Every record that the tables hold."""
    return {kind: [repr(one) for one in reader.all(model)] for kind, model in RECORDS.items()}


def merged(folder: Path, name: str, files: Sequence[Path]) -> Store:
    """A new store that took these workbooks in this order."""
    store = workplace.open_workplace(stores.named(folder, name))
    register.merge(store, files)
    return store
