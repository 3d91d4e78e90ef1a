"""
Histories as Hypothesis tells them: people at three laptops and an office do whatever comes, then the laws are asked.

An act that the program refuses (a visit that is signed, a text that is not ready) is part of life and changes nothing.
"""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from inspector import (
    arrivals,
    disagreements,
    editions,
    findings,
    history,
    receipts,
    register,
    repeats,
    signing_off,
    sites,
    visits,
)
from inspector.errors import InspectorError
from inspector.model import Finding, Photo, Site
from tests.laws import laws, world
from tests.laws.world import FORM, IN_ROW, ITEMS, LAPTOPS, OFFICE, ROW, SIDES, Desk

WHO = st.sampled_from(LAPTOPS)
ANYBODY = st.sampled_from((*LAPTOPS, OFFICE))
VALUES = st.sampled_from(("pass", "fail", "na", ""))
NOTES = st.sampled_from(("", "Cáp võng.", "=1+1", "007", "Hoà"))
FEW = st.integers(0, 3)
DID: Counter[str] = Counter()
"""How often each act was done, and how often the program refused one."""


class History(RuleBasedStateMachine):
    """One history; the laws are asked at its end."""

    workbooks = False

    def __init__(self) -> None:
        super().__init__()
        self.begun = world.beginning(workbooks=self.workbooks)
        self.open = ExitStack()
        self.open.enter_context(self.begun.going())
        self.world = self.begun.again()
        self.said: list[tuple[str, str, str]] = []
        self.seed, self.everywhere = 0, False

    @initialize(seed=st.integers(0, 1 << 30), everywhere=st.sampled_from((False, False, False, True)))
    def begin(self, seed: int, everywhere: bool) -> None:
        """In which orders parcels come at the end, and whether every laptop takes everything then."""
        self.seed, self.everywhere = seed, everywhere

    @contextmanager
    def act(self, name: str, who: str) -> Iterator[Desk]:
        """Something that is done at a desk, or refused."""
        try:
            yield self.world.desks[who]
            DID[name] += 1
        except InspectorError:
            DID["refused"] += 1

    def visit(self, desk: Desk, number: int) -> str:
        """One of the visits that a desk knows; an office that knows none has nothing to do."""
        known = self.world.known(desk)
        if not known:
            raise visits.VisitUnknown(visit="")
        return known[number % len(known)]

    @rule(who=WHO, number=FEW, item=st.sampled_from(ITEMS), value=VALUES, note=NOTES)
    def answers(self, who: str, number: int, item: str, value: str, note: str) -> None:
        with self.act("answer", who) as desk:
            visit = self.visit(desk, number)
            visits.record_answers(desk.store, visit, FORM, {item: value}, notes={item: note}, by=desk.by)
            self.heard(desk, f"{visit}/{FORM}/{item}", value=value, note=note)

    @rule(who=WHO, number=FEW, value=VALUES, row=st.sampled_from(("1", "new", "gone")))
    def answers_a_row(self, who: str, number: int, value: str, row: str) -> None:
        with self.act("row", who) as desk:
            visit = self.visit(desk, number)
            uid = row if row == "1" else repeats.new_uid()
            values = {f"{ROW}[{uid}]/{IN_ROW}": value}
            if row != "1":
                values = {f"{ROW}[{uid}]": "2", **values}
            visits.record_answers(desk.store, visit, FORM, values, by=desk.by)
            if row == "gone":
                visits.record_answers(desk.store, visit, FORM, {f"{ROW}[{uid}]": repeats.REMOVED}, by=desk.by)
            self.heard(desk, f"{visit}/{FORM}/{ROW}[{uid}]/{IN_ROW}", value=value)

    def heard(self, desk: Desk, uid: str, **fields: str) -> None:
        """What was said just now and is new; empty text where nothing was is no saying."""
        with desk.store.read() as reader:
            heads = reader.heads("answer", uid)
        for field, value in fields.items():
            if field in heads:
                assert {head.value for head in heads[field]} == {value}
                self.said.append((uid, field, value))
            else:
                assert value == ""

    @rule(who=WHO, number=FEW, item=st.sampled_from(ITEMS), picture=FEW, gone=st.booleans())
    def photographs(self, who: str, number: int, item: str, picture: int, gone: bool) -> None:
        with self.act("photo", who) as desk:
            visit = self.visit(desk, number)
            visits.add_photo(desk.store, visit, FORM, item, world.picture(picture), by=desk.by, name=f"{who}.jpg")
            if gone:
                with desk.store.read() as reader:
                    (*_others, last) = reader.all(Photo, visit=visit)
                visits.remove_photo(desk.store, last.uid, by=desk.by)

    @rule(who=WHO, number=FEW, complete=st.booleans())
    def signs(self, who: str, number: int, complete: bool) -> None:
        with self.act("sign", who) as desk:
            visit = self.visit(desk, number)
            if complete:
                visits.record_answers(desk.store, visit, FORM, dict.fromkeys(ITEMS, "pass"), by=desk.by)
            signing_off.sign(desk.store, visit, side=SIDES[who], by=desk.by)

    @rule(who=WHO, number=FEW)
    def reopens(self, who: str, number: int) -> None:
        with self.act("reopen", who) as desk:
            signing_off.reopen(desk.store, self.visit(desk, number), reason="Ghi nhầm.", by=desk.by)

    @rule(who=ANYBODY, pick=FEW, what=st.sampled_from(("remedy", "due", "severity", "report", "close")))
    def works_on_a_finding(self, who: str, pick: int, what: str) -> None:
        with self.act("finding", who) as desk:
            with desk.store.read() as reader:
                found = reader.all(Finding)
            if not found:
                return
            uid = found[pick % len(found)].uid
            if what == "remedy":
                findings.edit(desk.store, uid, by=desk.by, remedy=f"{who} sửa")
            elif what == "due":
                findings.edit(desk.store, uid, by=desk.by, due=f"2026-12-0{pick + 1}")
            elif what == "severity":
                findings.set_severity(desk.store, uid, "minor", reason=who, by=desk.by)
            elif what == "report":
                findings.report(desk.store, uid, f"{who} đã xong", by=desk.by)
            else:
                findings.close(desk.store, uid, note=who, by=desk.by)

    @rule(who=ANYBODY, name=st.sampled_from(("Trạm Một", "Trạm Hai")))
    def writes_a_site_down(self, who: str, name: str) -> None:
        """The same site by its code, in another spelling and perhaps with another name."""
        with self.act("site", who) as desk:
            sites.add(desk.store, "tha-0090", by=desk.by, name=name)

    @rule(who=WHO)
    def starts_a_visit(self, who: str) -> None:
        with self.act("visit", who) as desk:
            with desk.store.read() as reader:
                (site, *_others) = reader.all(Site)
            if len(self.world.visits) < 3:
                started = visits.start(desk.store, site.uid, (FORM,), by=desk.by, on=world.START.date())
                self.world.visits.append(started)

    @rule(who=WHO, number=FEW, text=st.sampled_from(("Một", "Hai")))
    def edits_the_visit(self, who: str, number: int, text: str) -> None:
        with self.act("edit", who) as desk:
            visits.edit(desk.store, self.visit(desk, number), by=desk.by, statement=text)

    @rule(who=st.sampled_from(("a", "b")), number=FEW)
    def moves_to_the_new_version(self, who: str, number: int) -> None:
        with self.act("edition", who) as desk:
            editions.move(desk.store, self.visit(desk, number), FORM, "2", by=desk.by)

    @rule(who=ANYBODY, back=st.booleans())
    def undoes(self, who: str, back: bool) -> None:
        with self.act("undo", who) as desk:
            (history.redo if back else history.undo)(desk.store, desk.by)

    @rule(who=ANYBODY, hours=st.integers(-20_000, 20_000))
    def sets_the_clock(self, who: str, hours: int) -> None:
        self.world.desks[who].now += datetime.timedelta(hours=hours)

    @rule(who=WHO, number=FEW, all=st.booleans())
    def hands_over(self, who: str, number: int, all: bool) -> None:
        """Everything, or one visit of several."""
        with self.act("export", who) as desk:
            self.world.export(desk, self.world.known(desk) if all else [self.visit(desk, number)])

    @rule(who=ANYBODY, pick=st.integers(0, 9), preview=st.booleans())
    def takes_a_parcel(self, who: str, pick: int, preview: bool) -> None:
        """Any of those that are about, seen before or not."""
        with self.act("merge", who) as desk:
            path = self.world.parcels[-1 - pick % len(self.world.parcels)]
            if preview:
                foreseen = register.preview(desk.store, [path]).files[0]
            (taken,) = register.merge(desk.store, [path], by=desk.by).files
            assert taken.verdict in ("merged", "nothing new"), taken.reason
            assert not preview or (foreseen.verdict, foreseen.entries_new) == (taken.verdict, taken.entries_new)

    @rule(who=ANYBODY, take=st.integers(1, 2))
    def decides(self, who: str, take: int) -> None:
        with self.act("decision", who) as desk:
            with desk.store.read() as reader:
                waiting = disagreements.waiting(reader)
            if waiting:
                disagreements.decide(desk.store, waiting[0].id, take=take, reason="Xem ảnh.", by=desk.by)

    @rule(pick=FEW)
    def takes_a_parcel_out(self, pick: int) -> None:
        with self.act("takeout", OFFICE) as desk:
            with desk.store.read() as reader:
                arrived = arrivals.listed(reader)
            if arrived:
                arrivals.takeout(desk.store, arrived[pick % len(arrived)].parcel)

    @rule()
    def gives_receipts(self) -> None:
        """A receipt for each laptop; the one whose parcels arrived takes it."""
        with self.act("receipt", OFFICE) as desk:
            for number, path in enumerate(receipts.write(receipts.make(desk.store, by=desk.by), self.world.folder)):
                laptop = next((one for one in self.world.desks.values() if one.device in path.name), desk)
                if number < 2 and laptop is not desk:
                    register.merge(laptop.store, [path], by=laptop.by)

    @rule(number=FEW)
    def the_office_sends_what_it_knows(self, number: int) -> None:
        with self.act("export of the office", OFFICE) as desk:
            self.world.export(desk, [self.visit(desk, number)])

    def teardown(self) -> None:
        """The end: everybody hands over, the office takes it all, and the laws are asked."""
        try:
            self.end()
            DID["histories"] += 1
        finally:
            self.open.close()
            self.begun.pool.end()

    def end(self) -> None:
        """Whoever works on takes what is left; in some histories that is everybody."""
        chance, desks = random.Random(self.seed), self.world.desks
        for name in LAPTOPS:
            self.world.export(desks[name], self.world.known(desks[name]))
        laws.take_in_groups(desks[OFFICE].store, self.world.parcels, chance)
        self.world.export(desks[OFFICE], self.world.visits)
        for name in LAPTOPS if self.everywhere else ():
            laws.take_in_groups(desks[name].store, self.world.parcels, chance)
        knowing = {name: desks[name].store for name in ((*LAPTOPS, OFFICE) if self.everywhere else (OFFICE,))}
        laws.hold(self.world.parcels, self.world.blank, self.said, chance, knowing=knowing)
