"""Every named case of cases.py, told to a register; and that each name says something of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector import arrivals, disagreements
from tests import stores
from tests.register import test_told_answers as answers
from tests.register import test_told_workbooks as workbooks
from tests.register.cases import CASES, TOLD, Case
from tests.scenario import Laptop

ITEM = "s3/ht_16"


class Told:
    """A case as it is told: parcels that were given wait until the register is asked for what it holds."""

    def __init__(self, begun: Path, folder: Path, case: Case) -> None:
        self.visit = (begun / "visit").read_text()
        self.who = {}
        for name, skew in (("a", 0), ("b", case.skew), ("register", 0)):
            stores.copied(begun, name, folder)
            self.who[name] = Laptop(folder, name, skew=skew)
        self.office = self.who["register"]
        self.given: list[Path] = []
        self.taken: list[Path] = []
        for step in case.steps.split("; "):
            self._do(*step.split(" "))
        self._take()

    def _do(self, who: str, what: str = "", *more: str) -> None:
        if who == "backwards":
            self.given.reverse()
        elif who == "again":
            self._take()
            before = self.office.digest()
            assert {one.verdict for one in self.office.merge(*self.taken).files} == {"nothing new"}
            assert self.office.digest() == before
        elif what == "gives":
            self.given.append(self.who[who].export(self.visit))
        elif what == "to":
            self._take()
            self.who[more[0]].merge(self.who[who].export(self.visit))
        elif what == "decides":
            self._take()
            self.office.decide()
        else:
            self.who[who].answer(self.visit, ITEM, "" if what == "empty" else what, *more)

    def _take(self) -> None:
        if self.given:
            assert {one.verdict for one in self.office.merge(*self.given).files} <= {"merged", "nothing new"}
        self.taken += self.given
        self.given = []

    def close(self) -> None:
        for one in self.who.values():
            one.store.close()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case, begun: Path, tmp_path: Path) -> None:
    told = Told(begun, tmp_path, case)
    office = told.office
    with office.store.read() as reader:
        waiting = disagreements.waiting(reader)
        arrived = arrivals.listed(reader)
    line = office.lines(told.visit)[ITEM]
    assert (line.value, line.note, len(waiting)) == (case.value, case.note, case.waits)
    assert len(arrived) == len({path.name for path in told.taken})
    told.close()


def test_every_case_has_a_name_of_its_own_and_there_are_enough() -> None:
    """Cases that people would tell, the table of pairs not counted."""
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    told = [name for module in (answers, workbooks) for name in vars(module) if name.startswith("test_")]
    tables = [*workbooks.HARMLESS, *workbooks.ASKED, *workbooks.REFUSED]
    assert len(set(tables)) == len(tables)
    assert len(TOLD) + len(told) + len(tables) >= 150


def test_a_case_can_fail(begun: Path, tmp_path: Path) -> None:
    """The runner tells a wrong expectation from a right one."""
    told = Told(begun, tmp_path, Case("x", "a pass; b fail; a gives; b gives", ""))
    with told.office.store.read() as reader:
        assert len(disagreements.waiting(reader)) == 1
    assert told.office.store.rebuild()[1] == 0
