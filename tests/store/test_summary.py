"""What lists ask for is kept beside the records: it is always what the tables say, and no list reads a big table whole."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from inspector import findings, overview, visits, workplace
from inspector.errors import InspectorError
from inspector.model import Finding, Handover, Member, Op, Sheet, Side, Signature, Site, Visit, VisitState
from inspector.store import Reader, Store, lists
from inspector.store.rebuild import rebuild
from tests import stores

BIG = ("answer", "entry", "saying", "finding", "sheet", "visit", "brought")
TODAY = "2026-11-24"
DAY = datetime.date.fromisoformat(TODAY)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with workplace.open_workplace(stores.named(tmp_path, "office")) as opened:
        yield opened


def put(store: Store, *records: Any) -> None:
    with store.transact(Op.EDIT_VISIT, by="p") as tx:
        for record in records:
            tx.put(record)


def line(store: Store) -> lists.VisitLine:
    with store.read() as reader:
        (found,), total = lists.visits(reader)
        assert total == 1
        visit = reader.get(Visit, found.uid)
        assert visit is not None
        assert found.state == visits.state(reader, visit).value
        return found


def test_the_state_of_a_visit_in_lists_follows_each_thing_that_makes_it(store: Store) -> None:
    sealed = dict(seal="s", key="k", digest="d", at=TODAY)
    steps: list[tuple[Any, VisitState]] = [
        (Visit(uid="v", site="s", date=TODAY, round="r"), VisitState.PLANNED),
        (Sheet(uid="v/fire", version="1", started=TODAY), VisitState.DRAFT),
        (Visit(uid="v", site="s", date=TODAY, round="r", agreed=TODAY), VisitState.AGREED),
        (Signature(uid="v/police/p", side="police", **sealed), VisitState.AGREED),
        (Signature(uid="v/vnpt/q", side="vnpt", **sealed), VisitState.SIGNED),
        (Handover(uid="0a0a0a0a-1", visits="u v w"), VisitState.HANDED_OVER),
        (Member(uid="v/k", side=Side.SITE.value), VisitState.AGREED),
        (Signature(uid="v/site/k", side="site", refused="no"), VisitState.HANDED_OVER),
        (Visit(uid="v", site="s", date=TODAY, round="r", reopened=TODAY), VisitState.DRAFT),
    ]
    for record, state in steps:
        put(store, record)
        assert line(store).state == state.value, record


def test_a_site_knows_its_last_visit_and_what_is_open_and_another_site_when_the_visit_moves(store: Store) -> None:
    put(
        store,
        Site(uid="a", code="A"),
        Site(uid="b", code="B"),
        Visit(uid="v", site="a", date=TODAY),
        Sheet(uid="v/fire", started=TODAY),
        Finding(uid="v/fire/x", text="x", severity="critical", due="2026-11-01"),
    )
    with store.transact(Op.ANSWER, by="p") as tx:
        tx.say("answer", "v/fire/x", "value", "fail")

    def open_at() -> dict[str, tuple[str, int, int, str]]:
        with store.read() as reader:
            found = lists.sites(reader, today=TODAY)[0]
        return {one.code: (one.last_visit, one.open_findings, one.critical, one.due) for one in found}

    assert open_at() == {"A": (TODAY, 1, 1, "2026-11-01"), "B": ("", 0, 0, "")}
    put(store, Visit(uid="v", site="b", date=TODAY))
    assert open_at() == {"A": ("", 0, 0, ""), "B": (TODAY, 1, 1, "2026-11-01")}
    put(store, Finding(uid="v/fire/x", text="x", severity="critical", due="2026-11-01", state="closed"))
    assert open_at()["B"] == (TODAY, 0, 0, "")


def test_what_checklists_came_to_is_known_day_by_day_and_moves_with_the_visit(store: Store) -> None:
    put(store, Site(uid="a", code="A"), Sheet(uid="v/fire", started=TODAY), Sheet(uid="w/fire", started=TODAY))
    with store.transact(Op.ANSWER, by="p") as tx:
        for uid, value in (("v/fire/x", "fail"), ("v/fire/y", "pass"), ("w/fire/x", "pass"), ("w/fire/y", "na")):
            tx.say("answer", uid, "value", value)

    def rate(day: datetime.date) -> float | None:
        with store.transact("rebuild") as tx:
            assert rebuild(tx.connection)[1] == 0
        with store.read() as reader:
            return overview.read(reader, day, day, on=day).rate

    put(store, Visit(uid="v", site="a", date=TODAY), Visit(uid="w", site="a", date=TODAY, agreed=TODAY))
    assert rate(DAY) == 1
    put(store, Visit(uid="v", site="a", date=TODAY, agreed=TODAY))
    assert rate(DAY) == 2 / 3
    put(store, Visit(uid="v", site="a", date="2026-11-23", agreed=TODAY), Sheet(uid="v/fire", started="2026-11-23"))
    assert rate(DAY) == 1
    assert rate(DAY - datetime.timedelta(days=1)) == 0.5
    put(store, Visit(uid="v", site="a", date="2026-11-23"))
    assert rate(DAY - datetime.timedelta(days=1)) is None


def test_a_rebuild_tells_how_far_it_is_and_changes_nothing_when_it_is_stopped(store: Store) -> None:
    put(store, Site(uid="a", code="A"), Visit(uid="v", site="a", date=TODAY), Sheet(uid="v/fire", started=TODAY))
    told: list[tuple[int, int]] = []

    assert store.rebuild(lambda done, total: told.append((done, total)))[1] == 0
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]

    class Stopped(InspectorError):
        pass

    def stop(done: int, _total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        store.rebuild(stop)
    assert line(store).uid == "v"
    with store.transact("rebuild") as tx:
        assert rebuild(tx.connection)[1] == 0


def asked(reader: Reader) -> dict[str, Any]:
    page = lists.Slice(offset=100, limit=50)
    return {
        "visits": lambda: lists.visits(reader, page),
        "visits by state": lambda: lists.visits(reader, page, state="signed"),
        "visits unfinished": lambda: lists.visits(reader, page, unfinished=True),
        "visits of a site": lambda: lists.visits(reader, page, site="s"),
        "visits of a round": lambda: lists.visits(reader, page, round="r"),
        "findings": lambda: lists.findings(reader, page, today=TODAY),
        "findings open": lambda: lists.findings(reader, page, state="open", today=TODAY),
        "findings overdue": lambda: lists.findings(reader, page, state="overdue", today=TODAY),
        "findings soon": lambda: lists.findings(reader, page, state="soon", today=TODAY),
        "findings of a site": lambda: lists.findings(reader, page, site="s", today=TODAY),
        "findings open of a commune": lambda: lists.findings(reader, page, state="open", commune="c", today=TODAY),
        "findings open by severity": lambda: lists.findings(reader, page, state="open", severity="major", today=TODAY),
        "findings searched": lambda: lists.findings(reader, page, state="open", search="a 2", today=TODAY),
        "findings in full": lambda: findings.listed(reader, today=DAY, visit="v"),
        "counts": lambda: lists.counts(reader, today=TODAY),
        "overview": lambda: overview.read(reader, DAY - datetime.timedelta(days=90), DAY, on=DAY),
        "a visit": lambda: visits.dossier(reader, "v"),
    }


@pytest.mark.skipif(bool(stores.SERVER), reason="what SQLite says of its plans")
@pytest.mark.parametrize("name", sorted(asked(None)))  # type: ignore[arg-type]
def test_no_list_reads_a_big_table_row_by_row(store: Store, name: str) -> None:
    put(store, Visit(uid="v", site="s", date=TODAY, agreed=TODAY))
    statements: list[tuple[str, Any]] = []
    with store.read() as reader:
        event.listen(
            reader.connection, "before_cursor_execute", lambda *said: statements.append((str(said[2]), said[3]))
        )
        asked(reader)[name]()
        raw: Any = reader.connection.connection.driver_connection
        plans = [
            row[3] for said, values in list(statements) for row in raw.execute(f"EXPLAIN QUERY PLAN {said}", values)
        ]

    assert plans
    whole = [one for one in plans if one.startswith("SCAN") and "USING" not in one and one.split()[1] in BIG]
    assert not whole, plans
    in_halves = [
        one
        for one in plans
        if "COVERING" not in one and one.endswith(("(stands=?)", "(form=?)", "(date>? AND date<?)"))
    ]
    assert not in_halves, plans
