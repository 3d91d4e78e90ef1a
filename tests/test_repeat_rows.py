"""Rows of a repeat as the window keeps them: added, filled in, taken out, each undone and redone by name, read back from the disk."""

from __future__ import annotations

import datetime
from pathlib import Path

from inspector import checklists, history, people, repeats, sites, visits, workplace
from inspector.form import Instance
from inspector.model import Side
from inspector.store import Store
from tests.form.test_hostile import form

DAY = datetime.date(2026, 11, 24)
FORM = form(
    '<bind nodeset="/data/n" calculate="count(/data/r)"/><bind nodeset="/data/sum" calculate="sum(/data/r/v)"/>',
    '<input ref="/data/a"/><group><label>R</label><repeat nodeset="/data/r"><input ref="/data/r/v"/></repeat></group>',
    '<a/><n/><sum/><r jr:template=""><v/></r>',
)


def test_what_was_done_in_rows_is_undone_and_redone_act_by_act(tmp_path: Path) -> None:
    path = str(tmp_path / "laptop.db")
    with workplace.open_workplace(path) as store:
        by = people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE, unit="Phòng PC07").uid
        with store.transact("install") as tx:
            checklists.keep(tx, FORM, install=True)
        site = sites.add(store, "THA0090", by=by, name="Hải Hà", types="cable_route")
        visit = visits.start(store, site.uid, ["t"], by=by, on=DAY)
        one, two = repeats.new_uid(), repeats.new_uid()
        acts = [
            {"a": "x"}, {f"r[{one}]": "1"}, {f"r[{one}]/v": "5"}, {f"r[{two}]": "2"}, {f"r[{two}]/v": "7"},
            {f"r[{one}]": repeats.REMOVED},
        ]  # fmt: skip
        seen = [rows(store, visit)]
        for values in acts:
            visits.record_answers(store, visit, "t", values, by=by)
            seen.append(rows(store, visit))
    assert seen == [
        ("", []), ("x", []), ("x", [(one, "")]), ("x", [(one, "5")]), ("x", [(one, "5"), (two, "")]),
        ("x", [(one, "5"), (two, "7")]), ("x", [(two, "7")]),
    ]  # fmt: skip

    for then in reversed(seen[:-1]):
        with workplace.open_workplace(path) as store:
            assert history.names(store, by)[0]
            assert "[" not in history.names(store, by)[0], "a row is named by its question"
            history.undo(store, by)
            assert rows(store, visit) == then
    for then in seen[1:]:
        with workplace.open_workplace(path) as store:
            assert history.names(store, by)[1]
            history.redo(store, by)
            assert rows(store, visit) == then


def rows(store: Store, visit: str) -> tuple[str, list[tuple[str, str]]]:
    """What the draft says when it is read from the disk: the first answer, and uid and answer of every row."""
    with store.read() as reader:
        filled: Instance = visits.instance(reader, visit, "t")
    found = [(row.uid, row.slots[0].value) for row in filled["r"].children]
    assert filled["n"].value == str(len(found))
    return filled["a"].value, found
