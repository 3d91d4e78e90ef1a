"""The people of a story: laptops `a` and `b` with a visit that both know, an office with a register, and whoever else comes."""

from __future__ import annotations

import datetime
from pathlib import Path

from inspector import register, visits
from inspector.demo.pictures import taken
from inspector.model import Side
from inspector.store import evidence
from inspector.visits import Line
from tests import stores
from tests.scenario import Laptop

ITEM, OTHER, THIRD = "s3/ht_16", "s3/ht_19", "s3/ht_20"
MEASURED = "s3/ht_16_m"
FORM = "infrastructure"


class World:
    """Where a story happens."""

    def __init__(self, begun: Path, folder: Path) -> None:
        self.folder = folder
        self.visit = (begun / "visit").read_text()
        self._people: dict[str, Laptop] = {}
        for name in ("a", "b", "register"):
            stores.copied(begun, name, folder)
        self.a, self.b, self.office = self.laptop("a"), self.laptop("b"), self.laptop("register")
        self.a._parcels = 1

    def laptop(self, name: str, *, person: str = "", side: Side = Side.POLICE, skew: int = 0) -> Laptop:
        """Somebody of that name; the same again is the same computer, opened anew."""
        if name in self._people:
            self._people[name].store.close()
        made = Laptop(self.folder, name, person=person, side=side, skew=skew)
        self._people[name] = made
        return made

    def close(self) -> None:
        """Everybody goes home."""
        for one in self._people.values():
            one.store.close()

    def given(self, *laptops: Laptop) -> list[register.FilePreview]:
        """These laptops hand the shared visit over to the office, one after the other."""
        return self.taken(*(one.export(self.visit) for one in laptops))

    def taken(self, *files: Path) -> list[register.FilePreview]:
        """The office takes these workbooks."""
        return list(self.office.merge(*files).files)

    def refused(self, file: Path) -> str:
        """The office does not take that file, and nothing changes there; why."""
        before, rows = self.office.digest(), self.office.tables()
        planned = register.preview(self.office.store, [file]).files[0]
        (one,) = self.taken(file)
        assert (planned.verdict, one.verdict) == ("refused", "refused")
        assert (self.office.digest(), self.office.tables()) == (before, rows)
        return one.reason

    def line(self, path: str = ITEM, at: Laptop | None = None) -> Line:
        """An item of the shared visit as the office (or another computer) shows it."""
        return (at or self.office).lines(self.visit)[path]

    def values(self, path: str = ITEM) -> set[str]:
        """What stands at the office of an item that waits for a decision."""
        uid = f"{self.visit}/{FORM}/{path}"
        return {stand.value for one in self.office.waiting() if one.uid == uid for stand in one.values}

    def site(self, laptop: Laptop, visit: str) -> str:
        """The site of a visit."""
        with laptop.store.read() as reader:
            return visits.known(reader, visit).site

    def has(self, sha256: str, at: Laptop | None = None) -> bool:
        """Whether the bytes of a photo are at the office."""
        with (at or self.office).store.read() as reader:
            return evidence.fetch(reader, sha256) is not None

    def photographed(self, laptop: Laptop, path: str = ITEM, minute: int = 0) -> str:
        """A photo that a laptop takes of an item; its SHA-256."""
        moment = datetime.datetime(2026, 11, 24, 9, minute, tzinfo=datetime.UTC)
        laptop.photograph(self.visit, path, taken("cable", f"{laptop.name}{minute}", moment))
        return self.line(path, laptop).photos[-1].sha256

    def signed(self, laptop: Laptop) -> None:
        """All items are answered, and police and VNPT sign on that laptop."""
        laptop.answer_all(self.visit)
        laptop.sign(self.visit, "Lê Văn Ví Dụ", Side.POLICE)
        laptop.sign(self.visit, "Ngô Thị Mẫu", Side.VNPT)
