"""The figures of a checklist, kept up to date item by item, are those that counting anew gives."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from inspector.checklists import Item
from inspector.model import DISPUTED
from inspector.visits import Line
from ui.form.tally import Tally

KEYS = [f"fire/q{at}" for at in range(6)]
SECTIONS = ["one", "two", "one", "three", "two", "three"]


def _line(key: str, value: str, violation: str = "") -> Line:
    item = Item(key.partition("/")[2], key, "", key, "", ("fail",), "minor", None, (), "", True)
    return Line("fire", item, value=value, violation=violation)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(KEYS),
            st.sampled_from(["", "pass", "fail", "na", DISPUTED]),
            st.sampled_from(["", "broken"]),
        ),
        max_size=20,
    )
)
def test_counting_on_gives_what_counting_anew_gives(acts: list[tuple[str, str, str]]) -> None:
    lines = {key: _line(key, "") for key in KEYS}
    order = list(zip(KEYS, SECTIONS, strict=True))
    kept = Tally(lines.__getitem__)
    kept.begin(order)
    for key, value, violation in acts:
        lines[key] = replace(lines[key], value=value, violation=violation)
        kept.touch([key])
        fresh = Tally(lines.__getitem__)
        fresh.begin(order)
        assert kept.counts() == fresh.counts()
        assert kept.counts().done == sum(line.value not in ("", DISPUTED) for line in lines.values())
        assert kept.counts().disputed == sum(line.value == DISPUTED for line in lines.values())
        assert kept.failing == {one for one, line in lines.items() if line.fails}
    assert [one.name for one in kept.counts().sections] == ["one", "two", "three"]
    assert sum(one.total for one in kept.counts().sections) == len(KEYS) == kept.counts().total
