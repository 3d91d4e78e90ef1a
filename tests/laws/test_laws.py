"""
The laws of merging with real workbooks, on whatever stores the tests run; and that a law notices a broken merge.

Five hundred histories with parcels that go from hand to hand are told by `python -m tests.faults laws`, which the suite runs
too (tests/test_faults.py).
"""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

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
