"""
Short histories, many of them: laptops that are a journal and nothing else, before a register that is real.

A laptop here says what the program's use cases say (answers, rows, photos, signatures, findings, visits, sites, people,
receipts), each time over all that it knows to stand, and hands it over sealed; that takes microseconds instead of the
milliseconds of a store. Merging, deciding, taking out, rebuilding are the program's own. histories.py has the same people
at real stores.
"""

from __future__ import annotations

import functools
import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest import mock

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import select

from inspector import arrivals, checklists, disagreements, handover, history, people
from inspector.errors import InspectorError
from inspector.journal import Entry, Says, digest
from inspector.journal import read as read_entry
from inspector.model import Op, person_uid, site_uid
from inspector.parcel import Manifest, Parcel, Picture
from inspector.security import keys
from inspector.store import Store
from inspector.store.tables import entry
from tests.laws import laws
from tests.laws.world import FORM, PEOPLE, Pool, picture, xforms

LAPTOPS = ("a", "b", "c")
VISIT, OTHER = "a" * 24, "b" * 24
SITE = site_uid("THA0090")
NOTES = ("Cáp võng.", "=1+1", "007", "Hoà")
DID: Counter[str] = Counter()
Say = tuple[str, str, str, str]


@dataclass
class Notebook:
    """A device by its journal alone."""

    name: str
    device: str
    pair: keys.KeyPair
    entries: dict[str, Entry] = field(default_factory=dict)
    own: list[str] = field(default_factory=list)
    stand: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    gone: set[tuple[str, str, str, str]] = field(default_factory=set)
    parcels: int = 0

    def copy(self) -> Notebook:
        """One that goes its own way from here."""
        stand = defaultdict(dict, {key: dict(heads) for key, heads in self.stand.items()})
        return Notebook(
            self.name, self.device, self.pair, dict(self.entries), list(self.own), stand, set(self.gone), self.parcels
        )

    def say(self, op: str, at: str, *said: Say) -> None:
        """One entry; what it says replaces all that is known to stand."""
        says = tuple(Says(*one, tuple(sorted(self.stand[one[:3]]))) for one in said)
        previous = self.own[-1] if self.own else ""
        made = Entry.make(
            device=self.device,
            number=len(self.own) + 1,
            previous=previous,
            at=at,
            person=person_uid(PEOPLE[self.name]),
            op=op,
            says=says,
        )
        self.own.append(made.id)
        self.take([made])

    def take(self, entries: Iterable[Entry]) -> None:
        """What others said is known from now on."""
        for one in entries:
            if one.id in self.entries:
                continue
            self.entries[one.id] = one
            for say in one.says:
                for over in say.over:
                    self.gone.add((*say[:3], over))
                    self.stand[say[:3]].pop(over, None)
                if (*say[:3], one.id) not in self.gone:
                    self.stand[say[:3]][one.id] = say.value

    def hand_over(self, visits: Sequence[str]) -> Parcel:
        """Every entry that speaks of these visits, of people, devices, sites and hand-overs; and the photos."""
        self.parcels += 1
        uid = f"{self.device}-{self.parcels}"
        self.say(Op.HAND_OVER, "", ("handover", uid, "visits", " ".join(visits)))
        chosen = [one for one in self.entries.values() if any(_goes_along(say, visits) for say in one.says)]
        shas = {say.uid.rpartition("/")[2] for one in chosen for say in one.says if say.kind == "photo"}
        pictures = [Picture(sha, "image/jpeg", content, "") for sha, content in _pictures().items() if sha in shas]
        return sealed(self.device, self.parcels, self.pair, visits, chosen, pictures)


def _goes_along(say: Says, visits: Sequence[str]) -> bool:
    return say.kind in ("person", "device", "key", "handover", "site") or any(visit in say.uid for visit in visits)


def sealed(
    device: str,
    number: int,
    pair: keys.KeyPair,
    visits: Sequence[str],
    entries: Sequence[Entry],
    pictures: Sequence[Picture] = (),
) -> Parcel:
    """A parcel of these entries."""
    made = Manifest(
        device=device,
        number=number,
        by=device,
        at="",
        visits=tuple(visits),
        entries=len(entries),
        digest=digest(one.id for one in entries),
        photos=tuple(one.sha256 for one in pictures),
        forms=(),
        key=pair.public,
    )
    made = replace(made, seal=keys.seal(pair.secret, made.sealed()))
    return Parcel(made, tuple((one.id, one.line) for one in entries), {}, tuple(pictures))


@functools.cache
def _pictures() -> dict[str, bytes]:
    return {hashlib.sha256(content).hexdigest(): content for content in map(picture, range(3))}


class _Beginning:
    """Three laptops that share a visit; an office and registers that know the checklist and nothing else."""

    def __init__(self) -> None:
        self.pool = Pool()
        self.pool.made("with-checklist", _furnished)
        self.pool.rest()
        self.notebooks = {name: Notebook(name, f"0{name * 7}", keys.make()) for name in LAPTOPS}
        first = self.notebooks["a"]
        for name, one in self.notebooks.items():
            person = person_uid(PEOPLE[name])
            one.say(
                Op.SET_UP, "", ("person", person, "name", PEOPLE[name]), ("device", one.device, "key", one.pair.public)
            )
        sha = hashlib.sha256(xforms()[0].encode()).hexdigest()
        first.say(Op.EDIT_SITE, "", ("site", SITE, "code", "THA0090"), ("site", SITE, "name", "Trạm Một"))
        first.say(
            Op.START_VISIT,
            "",
            ("visit", VISIT, "site", SITE),
            ("visit", VISIT, "date", "2026-11-24"),
            ("sheet", f"{VISIT}/{FORM}", "sha256", sha),
            ("sheet", f"{VISIT}/{FORM}", "version", "1"),
        )
        for name in ("b", "c"):
            self.notebooks[name].take(first.entries.values())
        self.sha = sha

    def register(self) -> Store:
        """A new register."""
        return self.pool.again("with-checklist", 3)


beginning = functools.cache(_Beginning)


def _furnished(store: Store) -> None:
    with store.transact("install") as tx:
        checklists.keep(tx, xforms()[0], install=True)
        people.sealing_key(tx)


WHO = st.sampled_from(LAPTOPS)
VALUE = st.sampled_from(("pass", "fail", "na", ""))
OF = st.sampled_from((VISIT, VISIT, OTHER))
ITEM = st.sampled_from(("door", "cable", "rack[1]/fan", "rack[x]/fan"))
AT = st.sampled_from(("2026-11-24T08:00:00+07:00", "1999-01-01T00:00:00+00:00", "2099-12-31T23:59:59-05:00"))


class ShortHistory(RuleBasedStateMachine):
    """One history; the laws are asked at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = beginning()
        self.laptops = {name: one.copy() for name, one in self.begun.notebooks.items()}
        self.office = self.begun.register()
        self.parcels: dict[str, Parcel] = {}
        self.order: list[Path] = []
        self.said: list[laws.Said] = []
        self.open = ExitStack()
        self.open.enter_context(mock.patch.object(handover, "read", lambda path: replace(self.parcels[path.stem])))

    @initialize(seed=st.integers(0, 1 << 30), thorough=st.sampled_from((True, False, False, False, False)))
    def begin(self, seed: int, thorough: bool) -> None:
        """In which orders parcels come at the end, and whether one is taken out again then."""
        self.seed, self.thorough = seed, thorough

    def _gives(self, parcel: Parcel) -> Path:
        name = f"{parcel.manifest.device[1]}{parcel.manifest.number}"
        self.parcels[name] = parcel
        self.order.append(Path(f"{name}.xlsx"))
        return self.order[-1]

    def _answer(self, who: str, visit: str, item: str, value: str, note: str | None, at: str) -> None:
        uid = f"{visit}/{FORM}/{item}"
        says: list[Say] = [("answer", uid, "value", value)]
        says += [("answer", uid, "note", note)] if note is not None else []
        says += [("sheet", f"{visit}/{FORM}", "started", at), ("sheet", f"{visit}/{FORM}", "filler", who)]
        self._says(who, Op.ANSWER, at, says)
        self.said += [(uid, field, text) for kind, uid, field, text in says if kind == "answer"]

    answers = rule(who=WHO, visit=OF, item=ITEM, value=VALUE, note=st.sampled_from((None, *NOTES)), at=AT)(_answer)
    answers_again = rule(who=WHO, visit=st.just(VISIT), item=st.just("door"), value=VALUE, note=st.none(), at=AT)(
        _answer
    )

    @rule(who=WHO, visit=OF, item=ITEM, number=st.integers(0, 2), gone=st.booleans(), at=AT)
    def photographs(self, who: str, visit: str, item: str, number: int, gone: bool, at: str) -> None:
        uid = f"{visit}/{FORM}/{item}/{list(_pictures())[number]}"
        self._says(who, Op.ADD_PHOTO, at, [("photo", uid, "media_type", "image/jpeg"), ("photo", uid, "name", who)])
        if gone:
            self._says(who, Op.ADD_PHOTO, at, [("photo", uid, "gone", "yes")])

    @rule(who=WHO, visit=OF, at=AT, digest=st.sampled_from(("1" * 64, "2" * 64)))
    def signs(self, who: str, visit: str, at: str, digest: str) -> None:
        uid = f"{visit}/police/{person_uid(PEOPLE[who])}"
        says = [("signature", uid, "digest", digest), ("signature", uid, "at", at), ("visit", visit, "agreed", "yes")]
        self._says(who, Op.SIGN, at, says)

    @rule(
        who=WHO,
        at=AT,
        what=st.sampled_from(
            (
                ("finding", f"{VISIT}/{FORM}/door", "due"),
                ("finding", f"{VISIT}/{FORM}/rack[x]/fan", "remedy"),
                ("visit", VISIT, "statement"),
                ("visit", VISIT, "date"),
                ("sheet", f"{VISIT}/{FORM}", "gone"),
                ("member", f"{VISIT}/{person_uid(PEOPLE['b'])}", "role"),
                ("site", SITE, "name"),
                ("site", SITE, "lat"),
                ("person", person_uid(PEOPLE["b"]), "unit"),
            )
        ),
        text=st.sampled_from(("2026-12-01", "19.5", "yes", "")),
    )
    def edits(self, who: str, at: str, what: tuple[str, str, str], text: str) -> None:
        self._says(who, Op.EDIT_VISIT, at, [(*what, text)])

    def _says(self, who: str, op: str, at: str, says: Sequence[Say]) -> None:
        self.laptops[who].say(op, at, *says)
        DID[op] += 1

    @rule(who=WHO, visits=st.sampled_from(((VISIT,), (OTHER,), (VISIT, OTHER))))
    def hands_over(self, who: str, visits: tuple[str, ...]) -> None:
        if len(self.order) < 4:
            self._gives(self.laptops[who].hand_over(visits))
            DID["export"] += 1

    @rule(who=WHO, pick=st.integers(0, 5))
    def a_laptop_takes_a_parcel(self, who: str, pick: int) -> None:
        if self.order:
            chosen = self.parcels[self.order[pick % len(self.order)].stem]
            self.laptops[who].take(read_entry(line) for _id, line in chosen.entries)
            DID["merge of a laptop"] += 1

    @rule(pick=st.integers(0, 5), which=st.sampled_from(("take", "take and decide", "take out")))
    def the_office_works(self, pick: int, which: str) -> None:
        if not self.order:
            return
        laws.take(self.office, [self.order[pick % len(self.order)]])
        DID["merge of the office"] += 1
        with self.office.read() as reader:
            waiting = disagreements.waiting(reader) if which == "take and decide" else []
            arrived = arrivals.listed(reader) if which == "take out" else []
        if waiting:
            self._decides(waiting, pick)
        if arrived:
            with suppress(InspectorError):  # work that was done here on top of it needs it
                arrivals.takeout(self.office, arrived[0].parcel)
                DID["takeout"] += 1

    def _decides(self, waiting: list[disagreements.Disagreement], pick: int) -> None:
        """What waits first is decided; half of the decisions are withdrawn, and some of those made again."""
        by = "0" * 24
        disagreements.decide(self.office, waiting[0].id, take=1 + pick % 2, reason="Xem ảnh.", by=by)
        DID["decision"] += 1
        if pick % 4 < 2:
            return
        history.undo(self.office, by)
        with self.office.read() as reader:
            assert _shown(disagreements.waiting(reader)) == _shown(waiting)
        DID["withdrawn"] += 1
        if pick % 4 == 3:
            history.redo(self.office, by)

    @rule(who=WHO)
    def takes_a_receipt(self, who: str) -> None:
        """The office has what was handed over: the laptop says so."""
        laptop = self.laptops[who]
        if laptop.parcels:
            uid = f"{laptop.device}-{laptop.parcels}"
            self._says(who, Op.ACKNOWLEDGE, "", [("handover", uid, "received", "x")])

    def teardown(self) -> None:
        """The end: the laptops hand everything over, the office takes it and sends its decisions."""
        try:
            for name, laptop in self.laptops.items():
                if len(laptop.own) > len(self.begun.notebooks[name].own):
                    self._gives(laptop.hand_over((VISIT, OTHER)))
            if self.order:
                self._end()
            DID["histories"] += 1
        finally:
            self.open.close()
            self.begun.pool.end()

    def _end(self) -> None:
        chance = random.Random(self.seed)
        laws.take_in_groups(self.office, self.order, chance)
        with self.office.read() as reader:
            waiting = disagreements.waiting(reader)
        if waiting and self.seed % 2:
            self._decides(waiting, self.seed // 2)
        with self.office.read() as reader:
            lines = reader.connection.execute(select(entry.c.line).where(entry.c.device == reader.device)).scalars()
            own, device = [read_entry(line) for line in lines], reader.device
            pair = people.sealing_key(reader)  # type: ignore[arg-type]
        if own:
            self.parcels["office"] = sealed(device, 1, pair, (VISIT,), own)
            self.order.append(Path("office.xlsx"))
        laws.hold(
            self.order,
            self.begun.register,
            self.said,
            chance,
            knowing={"the office that worked on": self.office},
            thorough=self.thorough,
        )


def _shown(waiting: list[disagreements.Disagreement]) -> list[tuple[str, set[tuple[str, ...]]]]:
    """What people see of what waits: each value with who said it, when and where."""
    return [(one.id, {(of.value, of.by, of.side, of.at, of.device) for of in one.values}) for one in waiting]
