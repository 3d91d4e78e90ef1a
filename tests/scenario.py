"""Laptops in a few words: each with a store, a clock and a person of its own; they answer, sign, hand over and merge."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from inspector import disagreements, handover, people, register, signing_off, sites, visits, workplace
from inspector.model import Side
from inspector.store import Reader, Store

START = datetime.datetime(2026, 11, 16, 8, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))


class Laptop:
    """A computer with its person; `wrong` is how many hours its clock is off."""

    def __init__(self, folder: Path, name: str, *, side: Side = Side.POLICE, wrong: int = 0) -> None:
        self.folder = folder
        self.now = START + datetime.timedelta(hours=wrong)
        self.store: Store = workplace.open_workplace(str(folder / f"{name}.db"), clock=self._clock)
        self.person = people.settle(self.store, name, side=side).uid
        self.name = name
        self._parcels = 0

    def _clock(self) -> datetime.datetime:
        self.now += datetime.timedelta(seconds=7)
        return self.now

    def start(self, code: str = "THA0001", *forms: str, types: str = "cable_route") -> str:
        """A visit at a site that is written down here."""
        site = sites.add(self.store, code, by=self.person, name=f"Trạm {code}", types=types)
        return visits.start(self.store, site.uid, forms or ("infrastructure",), by=self.person)

    def answer(self, visit: str, path: str, value: str, note: str = "", form: str = "infrastructure") -> None:
        visits.record_answers(
            self.store, visit, form, {path: value}, notes={path: note} if note else {}, by=self.person
        )

    def answer_all(self, visit: str, value: str = "na", form: str = "infrastructure") -> None:
        for line in self.lines(visit).values():
            if line.form == form:
                self.answer(visit, line.item.path, value, form=form)

    def photograph(self, visit: str, path: str, content: bytes, form: str = "infrastructure") -> None:
        visits.add_photo(self.store, visit, form, path, content, by=self.person, name="a.jpg")

    def sign(self, visit: str, name: str, side: Side) -> None:
        person = people.introduce(self.store, name, side=side, by=self.person)
        signing_off.sign(self.store, visit, side=side, by=person.uid)

    def export(self, *chosen: str) -> Path:
        self._parcels += 1
        path = self.folder / f"{self.name}-{self._parcels}.xlsx"
        handover.export(self.store, chosen, path, by=self.person)
        return path

    def merge(self, *files: Path) -> register.Merged:
        return register.merge(self.store, files, by=self.person)

    def decide(self, take: int, reason: str = "Ảnh cho thấy rõ.") -> None:
        """Settle the first thing that waits."""
        disagreements.decide(self.store, self.waiting()[0].id, take=take, reason=reason, by=self.person)

    def lines(self, visit: str) -> dict[str, visits.Line]:
        with self.store.read() as reader:
            return {line.item.path: line for page in visits.dossier(reader, visit).pages for line in page.lines}

    def waiting(self) -> list[disagreements.Disagreement]:
        with self.store.read() as reader:
            return disagreements.waiting(reader)

    @property
    def device(self) -> str:
        with self.store.read() as reader:
            return reader.device

    def digest(self) -> tuple[str, int]:
        with self.store.read() as reader:
            return reader.digest()

    def tables(self) -> dict[str, list[str]]:
        """Every projection as text, for comparing two stores."""
        with self.store.read() as reader:
            return projections(reader)


def projections(reader: Reader) -> dict[str, list[str]]:
    """Every record that the tables hold, but for keys that each device makes for itself."""
    from inspector.model import RECORDS

    return {kind: [repr(one) for one in reader.all(model)] for kind, model in RECORDS.items()}


def merged(folder: Path, name: str, files: Sequence[Path]) -> Store:
    """A new store that took these workbooks in this order."""
    store = workplace.open_workplace(str(folder / f"{name}.db"))
    register.merge(store, files)
    return store
