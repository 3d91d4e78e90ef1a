"""
The laws of merging with real workbooks, on whatever stores the tests run; and that a law notices a broken merge.

Five hundred histories with parcels that go from hand to hand are told by `python -m tests.faults laws`, which the suite runs
too (tests/test_faults.py).
"""

from __future__ import annotations

import random
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from inspector import disagreements, history, register, visits
from inspector.store import project
from tests.laws import journals, laws, orders, world
from tests.laws.histories import History

FEW = settings(
    max_examples=4, stateful_step_count=14, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


class WithWorkbooks(History):
    """The same, with every parcel written as a workbook and read from it."""

    workbooks = True


def test_histories_with_real_workbooks() -> None:
    run_state_machine_as_test(WithWorkbooks, settings=FEW)


def test_short_histories_where_the_stores_of_the_tests_lie() -> None:
    many = settings(FEW, max_examples=12)
    run_state_machine_as_test(journals.ShortHistory, settings=many)


def test_orders_of_six_workbooks() -> None:
    orders.hold(6, 1)


def test_a_decision_that_is_withdrawn_and_made_again_keeps_the_laws_in_every_order() -> None:
    """What stands again stands by several entries of one act; each of them is merged, and taken out, like any other."""
    begun = world.beginning(workbooks=False)
    for seed in range(6):
        with begun.going():
            now = begun.again()
            a, b, office = (now.desks[name] for name in ("a", "b", world.OFFICE))
            (visit,) = now.visits
            for desk, value in ((a, "pass"), (b, "fail")):
                visits.record_answers(desk.store, visit, world.FORM, {world.ITEMS[0]: value}, by=desk.by)
                now.export(desk, [visit])
            register.merge(office.store, now.parcels, by=office.by)
            with office.store.read() as reader:
                (waiting,) = disagreements.waiting(reader)
            disagreements.decide(office.store, waiting.id, take=1, reason="Xem ảnh.", by=office.by)
            for act in (history.undo, history.redo, history.undo)[: 1 + seed % 3]:
                act(office.store, office.by)
            now.export(office, [visit])
            visits.record_answers(b.store, visit, world.FORM, {world.ITEMS[0]: "na"}, by=b.by)
            now.export(b, [visit])
            register.merge(a.store, now.parcels[-2:-1], by=a.by)
            now.export(a, [visit])
            laws.take(office.store, now.parcels)
            said = [(f"{visit}/{world.FORM}/{world.ITEMS[0]}", "value", value) for value in ("pass", "fail", "na")]
            laws.hold(now.parcels, now.blank, said, random.Random(seed), knowing={"office": office.store})
        begun.pool.end()


def test_a_law_notices_a_merge_that_depends_on_the_order() -> None:
    with pytest.raises(AssertionError):
        orders.hold(40, 1, merging=mock.patch.object(project, "_replace", return_value=None))


def test_a_law_notices_a_value_that_is_gone() -> None:
    with world.beginning(workbooks=False).going():
        now = world.beginning(workbooks=False).again()
        parcels = orders.told(now)
        store = now.blank()
        laws.take(store, parcels[:-1])
        with pytest.raises(AssertionError, match="lost"):
            laws.kept(store, [(f"{now.visits[0]}/law/door", "value", "never said")])
