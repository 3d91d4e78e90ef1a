"""
The main job on sample data, end to end: an office plans, two laptops inspect and hand over, a register takes it all.

The same input gives the same content: clocks and chance are the story's own.
"""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from inspector import (
    chance,
    days,
    findings,
    handover,
    i18n,
    paths,
    people,
    register,
    reports,
    rounds,
    signing_off,
    sites,
    stationlist,
    tagging,
    visits,
    workplace,
)
from inspector.demo.answers import FAULTS, given
from inspector.demo.pictures import taken
from inspector.errors import FileUnwritable, InspectorError, nowhere
from inspector.i18n import N_, _
from inspector.model import Person, Side
from inspector.reports import papers
from inspector.store import Store

Say = Callable[[str], None]
MARK: Final = "demo.json"
ZONE: Final = days.HERE
FIRST_DAY: Final = datetime.datetime(2026, 11, 16, 7, 30, tzinfo=ZONE)
NEXT_DAY: Final = datetime.timedelta(days=1)


class FolderTaken(InspectorError):
    """A folder that holds something else."""

    code = "demo.folder"
    message = N_("{folder} holds files that are not of an earlier demonstration.")
    hint = N_("Name an empty or a new folder. Nothing was changed.")


class NoFolder(InspectorError):
    """A file where a folder is wanted."""

    code = "demo.no-folder"
    message = N_("{folder} is a file; the demonstration needs a folder.")
    hint = N_("Name an empty or a new folder. Nothing was changed.")


@dataclass
class Clock:
    """A clock that moves on by some seconds whenever somebody looks at it."""

    now: datetime.datetime
    step: int = 11

    def __call__(self) -> datetime.datetime:
        self.now += datetime.timedelta(seconds=self.step)
        return self.now


@dataclass
class Laptop:
    """A computer with its own store, clock and person."""

    store: Store
    clock: Clock
    person: Person


@dataclass(frozen=True)
class Trip:
    """A visit as it is planned, who goes, and what the team will find."""

    code: str
    forms: tuple[str, ...]
    team: int
    day: int
    faults: tuple[str, ...] = ()
    representative: str = "Bùi Văn Thí Điểm"


TRIPS: Final = (
    Trip(
        "THA0043",
        ("fire", "state_secret", "equipment", "infrastructure", "guard"),
        1,
        0,
        ("PCCC-15", "PCCC-28", "PCCC-36", "TB-02", "TB-24", "BV-15", "BMNN-10", "HT-03"),
    ),
    Trip("THA0001", ("fire", "equipment", "infrastructure"), 1, 0, ("PCCC-19", "TB-16", "TB-29", "HT-10")),
    Trip("THA0046", ("fire", "state_secret", "guard"), 1, 0, ("PCCC-04", "BMNN-04", "BV-18")),
    Trip(
        "THA0045",
        ("fire", "equipment", "guard", "state_secret"),
        2,
        0,
        ("PCCC-18", "PCCC-26", "TB-29"),
        "Đặng Thị Mô Phỏng",
    ),
    Trip("TC-001/KV2", ("infrastructure",), 2, 0, ("HT-19",), "Đặng Thị Mô Phỏng"),
    Trip("THA0119", ("fire", "equipment"), 1, 1, ("PCCC-28", "TB-24")),
    Trip("THA0264", ("fire", "guard"), 1, 1, ("PCCC-04", "BV-15"), ""),
    Trip("THA0090", ("fire", "equipment", "infrastructure"), 2, 1, (), "Đặng Thị Mô Phỏng"),
)
TEAMS: Final = {1: N_("Team 1"), 2: N_("Team 2")}
PEOPLE: Final = {
    "office": ("Hoàng Thị Giả Định", Side.POLICE, "Phòng PC07", "Cán bộ đầu mối"),
    "police 1": ("Lê Văn Ví Dụ", Side.POLICE, "Phòng PC07", "Đội trưởng"),
    "vnpt 1": ("Phạm Minh Họa", Side.VNPT, "Phòng Kỹ thuật - Đầu tư", "Chuyên viên"),
    "police 2": ("Trần Văn Thử Nghiệm", Side.POLICE, "Phòng PA04", "Cán bộ"),
    "vnpt 2": ("Ngô Thị Mẫu", Side.VNPT, "Trung tâm Viễn thông khu vực 6", "Tổ trưởng"),
}
DISPUTED: Final = ("THA0264", "PCCC-29")
"""The item that both laptops answered, each otherwise."""


@dataclass
class Made:
    """What the demonstration made, as the terminal prints it."""

    folder: Path
    sites: int = 0
    visits: list[str] = field(default_factory=list)
    workbooks: list[Path] = field(default_factory=list)
    minutes: list[Path] = field(default_factory=list)
    tags: Path = Path()
    register: Path = Path()
    digest: str = ""
    reports: list[Path] = field(default_factory=list)
    disagreements: int = 0
    others: list[Path] = field(default_factory=list)

    def described(self) -> dict[str, Any]:
        return {
            "dir": str(self.folder),
            "sites": self.sites,
            "visits": self.visits,
            "workbooks": [str(path) for path in self.workbooks],
            "minutes": [str(path) for path in self.minutes],
            "tags": str(self.tags),
            "register": str(self.register),
            "digest": self.digest,
            "reports": [str(path) for path in self.reports],
            "disagreements": self.disagreements,
            "others": [str(path) for path in self.others],
        }


def tell(folder: Path, say: Say) -> Made:
    """
    Do everything, into `folder`; an earlier demonstration there is replaced.

    Raises:
        FolderTaken: the folder holds something else. NoFolder: it is a file. FileUnwritable: it cannot be made.
    """
    _clear(folder)
    made = Made(folder.absolute())
    with chance.seeded("demo"), ExitStack() as open_stores:
        Story(made, say, open_stores).run()
    (made.folder / MARK).write_text(json.dumps(made.described(), ensure_ascii=False, indent=1), "utf-8")
    return made


def _clear(folder: Path) -> None:
    if folder.is_dir():
        if any(folder.iterdir()) and not (folder / MARK).is_file():
            raise FolderTaken(folder=folder)
        shutil.rmtree(folder)
    elif folder.exists():
        raise NoFolder(folder=folder)
    try:
        folder.mkdir(parents=True)
    except FileNotFoundError as fault:
        raise FileUnwritable(file=folder, reason=nowhere(Path(fault.filename))) from None
    (folder / MARK).write_text("{}", "utf-8")


class Story:
    """The demonstration, act by act."""

    def __init__(self, made: Made, say: Say, open_stores: ExitStack) -> None:
        self.made, self.say = made, say
        self._open_stores = open_stores
        for name in ("may", "ban-giao", "bien-ban", "bao-cao"):
            (made.folder / name).mkdir()
        self.visits: dict[str, str] = {}
        self.office = self._laptop("van-phong", "office")
        self.first = self._laptop("may-doan-1", "police 1")
        self.second = self._laptop("may-doan-2", "vnpt 2")

    def run(self) -> None:
        self._plan()
        assignment = self._export(self.office, list(self.visits), "phan-cong", hand=handover.assign)
        for laptop in (self.first, self.second):
            register.merge(laptop.store, [assignment])
        self._first_day()
        self._second_day()
        self._register()

    def _laptop(self, name: str, who: str) -> Laptop:
        clock = Clock(FIRST_DAY)
        store = workplace.open_workplace(str(self.made.folder / "may" / f"{name}.db"), clock=clock)
        self._open_stores.callback(store.close)
        called, side, unit, post = PEOPLE[who]
        return Laptop(store, clock, people.settle(store, called, side=side, unit=unit, post=post))

    def _plan(self) -> None:
        source = paths.resource("sample", "stations.xlsx")
        shutil.copyfile(source, self.made.folder / "danh-sach-tram.xlsx")
        office = self.office
        found = stationlist.read(source)
        counts = sites.take(office.store, found, by=office.person.uid)
        self.say(
            _("Station list: {rows} rows, {added} sites taken, {problems} remarks.").format(
                rows=counts.rows, added=counts.added, problems=len(found.problems)
            )
        )
        plan = rounds.plan(
            office.store,
            _("Joint inspection, fourth quarter of 2026"),
            starts=FIRST_DAY.date(),
            ends=(FIRST_DAY + 4 * NEXT_DAY).date(),
            by=office.person.uid,
            grounds=_("Joint inspection plan of the sample data"),
        )
        with office.store.read() as reader:
            places = {trip.code: sites.named(reader, trip.code) for trip in TRIPS}
            self.made.sites = len(sites.listed(reader))
        for trip in TRIPS:
            on = (FIRST_DAY + trip.day * NEXT_DAY).date()
            visit = rounds.put_visit(
                office.store,
                plan,
                places[trip.code].uid,
                trip.forms,
                on=on,
                team=_(TEAMS[trip.team]),
                by=office.person.uid,
            )
            self.visits[trip.code] = visit
            self._compose(trip, visit)
        self.made.visits = list(self.visits.values())
        self.say(_("Planned: {n} visits by two teams.").format(n=len(TRIPS)))

    def _compose(self, trip: Trip, visit: str) -> None:
        """The joint team of a visit; whoever planned it does not go."""
        store, by = self.office.store, self.office.person.uid
        goes = [(f"police {trip.team}", "leader"), (f"vnpt {trip.team}", "deputy")]
        for who, role in goes:
            called, side, unit, post = PEOPLE[who]
            person = people.introduce(store, called, side=side, unit=unit, post=post, by=by)
            visits.put_member(store, visit, person.uid, side=side, role=role, by=by)
        if trip.representative:
            person = people.introduce(store, trip.representative, side=Side.SITE, post=_("Station keeper"), by=by)
            visits.put_member(store, visit, person.uid, side=Side.SITE, role="representative", by=by)
        visits.remove_member(store, visit, by, by=by)

    def _first_day(self) -> None:
        first, second = self.first, self.second
        for laptop in (first, second):
            laptop.clock.now = FIRST_DAY + datetime.timedelta(hours=1)
        shared = self._trip("THA0043")
        self._fill(first, shared, ("fire", "state_secret", "guard"))
        self._fill(second, shared, ("equipment", "infrastructure"))
        half = self._export(second, ["THA0043"], "doan-2")
        register.merge(first.store, [half])
        self.say(_("Two laptops filled five checklists of one visit; their entries are one visit now."))
        for code in ("THA0001", "THA0046"):
            self._fill(first, self._trip(code))
        for code in ("THA0045", "TC-001/KV2"):
            self._fill(second, self._trip(code))
        for code in ("THA0043", "THA0001", "THA0046"):
            self._sign(first, self._trip(code))
        for code in ("THA0045", "TC-001/KV2"):
            self._sign(second, self._trip(code))
        self._export(first, ["THA0043", "THA0001", "THA0046"], "doan-1")
        self._export(second, ["THA0045", "TC-001/KV2"], "doan-2")

    def _second_day(self) -> None:
        first, second = self.first, self.second
        for laptop in (first, second):
            laptop.clock.now = FIRST_DAY + NEXT_DAY + datetime.timedelta(hours=1)
        self._fill(first, self._trip("THA0119"))
        self._sign(first, self._trip("THA0119"))
        self._fill(first, self._trip("THA0264"))
        self._fill(second, self._trip("THA0090"))
        self._sign(second, self._trip("THA0090"))
        self._see_otherwise(second)
        self._export(first, ["THA0119", "THA0264"], "doan-1")
        self._export(second, ["THA0090", "THA0264"], "doan-2")

    def _see_otherwise(self, laptop: Laptop) -> None:
        """The second team passed by and judged one item otherwise; neither laptop knew of the other."""
        code, item_code = DISPUTED
        visit = self.visits[code]
        with laptop.store.read() as reader:
            pages = visits.dossier(reader, visit).pages
        line = next(line for page in pages for line in page.lines if line.item.code == item_code)
        visits.record_answers(
            laptop.store,
            visit,
            line.form,
            {line.item.path: "fail"},
            notes={line.item.path: "Một bình bị tủ hồ sơ che khuất, khó lấy."},
            by=laptop.person.uid,
        )

    @staticmethod
    def _trip(code: str) -> Trip:
        return next(trip for trip in TRIPS if trip.code == code)

    def _fill(self, laptop: Laptop, trip: Trip, forms: Sequence[str] = ()) -> None:
        """Answer every relevant item, photograph what asks for it, complete the findings."""
        visit, by = self.visits[trip.code], laptop.person.uid
        laptop.clock.now += datetime.timedelta(minutes=20)
        with laptop.store.read() as reader:
            pages = visits.dossier(reader, visit).pages
        for page in pages:
            if forms and page.sheet.form not in forms:
                continue
            with laptop.store.read() as reader:
                shows = visits.takes_photos(reader, page.sheet)
            for line in page.lines:
                value, note, measured = given(line.item, trip.faults, trip.code)
                if (trip.code, line.item.code) == DISPUTED:
                    value, note = "pass", ""
                said = {line.item.path: value} | ({line.item.measure: measured} if measured else {})
                visits.record_answers(
                    laptop.store, visit, page.sheet.form, said, notes={line.item.path: note} if note else {}, by=by
                )
                laptop.clock.now += datetime.timedelta(seconds=20)
                if value == "fail" and shows:
                    self._photograph(laptop, visit, page.sheet.form, line.item.path, line.item.code, trip.code)
        self._complete(laptop, visit)

    def _photograph(self, laptop: Laptop, visit: str, form: str, path: str, item: str, site: str) -> None:
        subject = FAULTS[item].subject
        if not subject:
            return
        at = laptop.clock()
        content = taken(subject, f"{site} · {item} · {at:%d/%m/%Y %H:%M}", at)
        name = f"{site}-{item}.jpg".replace("/", "-")
        visits.add_photo(
            laptop.store, visit, form, path, content, by=laptop.person.uid, name=name, taken_at=at.isoformat()
        )

    def _complete(self, laptop: Laptop, visit: str) -> None:
        """Remedy and person in charge of each finding; some are put right before the team leaves."""
        with laptop.store.read() as reader:
            listed = findings.listed(reader, today=laptop.clock().date(), visit=visit)
        for one in listed:
            fault = FAULTS[one.code]
            if one.finding.remedy:
                continue
            said = {"remedy": fault.remedy, "in_charge": "Trung tâm Viễn thông khu vực 6"}
            if fault.on_the_spot:
                said["on_the_spot"] = "yes"
            findings.edit(laptop.store, one.finding.uid, by=laptop.person.uid, **said)

    def _sign(self, laptop: Laptop, trip: Trip) -> None:
        """Each side seals what it read; the statement of the site comes first."""
        visit, store = self.visits[trip.code], laptop.store
        visits.edit(
            store,
            visit,
            by=laptop.person.uid,
            statement="Đơn vị đã tự kiểm tra trong quý; các thiết bị được bảo dưỡng theo kế hoạch.",
            opinion="Đơn vị nhất trí với nội dung biên bản.",
        )
        laptop.clock.now += datetime.timedelta(minutes=5)
        signers = [(PEOPLE[f"police {trip.team}"][0], Side.POLICE), (PEOPLE[f"vnpt {trip.team}"][0], Side.VNPT)]
        signers += [(trip.representative, Side.SITE)]
        for called, side in signers:
            with store.read() as reader:
                person = people.find(reader, called)
            if person is not None:
                signing_off.sign(store, visit, side=side, by=person.uid)

    def _export(
        self, laptop: Laptop, codes: Sequence[str], who: str, hand: Callable[..., handover.Exported] = handover.export
    ) -> Path:
        laptop.clock.now += datetime.timedelta(minutes=10)
        path = self.made.folder / "ban-giao" / f"{len(self.made.workbooks) + 1:02d}-{who}.xlsx"
        done = hand(laptop.store, [self.visits[code] for code in codes], path, by=laptop.person.uid)
        self.made.workbooks.append(path)
        self.say(
            _("Parcel {number} of {who}: {entries} entries, {photos} photos.").format(
                number=done.number, who=laptop.person.name, entries=done.entries, photos=done.photos
            )
        )
        return path

    def _register(self) -> None:
        made = self.made
        made.register = made.folder / "so-tong-hop.db"
        clock = Clock(FIRST_DAY + 7 * NEXT_DAY)
        store = workplace.open_workplace(str(made.register), clock=clock)
        self._open_stores.callback(store.close)
        merged = register.merge(store, made.workbooks)
        made.digest, made.disagreements = merged.digest, merged.disagreements
        taken_in = sum(one.entries_new for one in merged.files)
        self.say(
            _("Register: {files} workbooks, {entries} entries, {n} to decide.").format(
                files=len(merged.files), entries=taken_in, n=merged.disagreements
            )
        )
        self._papers(store, clock)

    def _papers(self, store: Store, clock: Clock) -> None:
        made, language = self.made, i18n.language()
        with store.read() as reader:
            for code, visit in self.visits.items():
                minutes = papers.minutes_of(reader, visit, language=language)
                name = paths.file_name(f"bien-ban-{code}")
                for suffix, where in ((".pdf", made.minutes), (".xlsx", made.others)):
                    path = made.folder / "bien-ban" / f"{name}{suffix}"
                    reports.render(minutes, path)
                    where.append(path)
            first, last = FIRST_DAY.date(), (FIRST_DAY + 14 * NEXT_DAY).date()
            for name in papers.PERIODIC:
                report = papers.report_of(reader, name, first=first, last=last, on=clock().date(), language=language)
                for suffix in (".pdf", ".xlsx"):
                    path = made.folder / "bao-cao" / f"{name}{suffix}"
                    reports.render(report, path)
                    made.reports.append(path)
            path = made.folder / "bao-cao" / "so-dia-diem.xlsx"
            sites.export(reader, path, language=language)
            made.others.append(path)
            visited = [sites.named(reader, code) for code in self.visits]
        made.tags = made.folder / "nhan-qr.pdf"
        tagging.write_sheet(made.tags, visited)
        self.say(
            _("Papers: {minutes} minutes, {reports} reports, tags.").format(
                minutes=len(made.minutes), reports=len(made.reports)
            )
        )
