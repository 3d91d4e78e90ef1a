"""
Merge cases by name. Two laptops, `a` and `b`, and a register; a case is what they do in order and what the register then says.

    a starts            a visit, which b takes over       a pass / b fail note      an answer, with or without a note
    a gives, b gives    a parcel to the register          a to b                    a parcel from one laptop to the other
    register decides    the first thing that waits, by its first value
    again               the register takes every parcel a second time
    backwards           the register takes the parcels that wait in reverse order
"""

from __future__ import annotations

from itertools import product
from typing import Final, NamedTuple

VALUES: Final = ("pass", "fail", "na", "")


class Case(NamedTuple):
    """A story in steps, and what the register holds of the item: value, note, how many things wait."""

    name: str
    steps: str
    value: str
    note: str = ""
    waits: int = 0
    skew: int = 0


def _at_once(one: str, other: str) -> tuple[str, int]:
    said = {value for value in (one, other) if value}
    return (said.pop() if len(said) == 1 else "⇄", int(len({one, other} - {""}) > 1))


def _pairs() -> list[Case]:
    """Two laptops answer one item: at once, or one after the other, in both orders of arrival. A table, not stories."""
    made = []
    for one, other in product(VALUES, VALUES):
        if not (one or other):
            continue
        value, waits = _at_once(one, other)
        first = f"a {one}; " if one else ""
        second = f"b {other}; " if other else ""
        names = f"a says {one or 'nothing'}, b says {other or 'nothing'}"
        end = "a gives; b gives; backwards" if (one, other) < (other, one) else "a gives; b gives"
        made.append(Case(f"{names} at once", f"{first}{second}{end}", value, waits=waits))
        if one and other and one != other:
            steps = f"{first}a to b; {second}b gives; a gives; backwards"
            made.append(
                Case(f"{names} having read a, a's parcel late, b's clock a day behind", steps, other, skew=-1440)
            )
    return made


TOLD: Final = (
    Case("equal answers and one note", "a fail x; b fail; a gives; b gives", "fail", "x"),
    Case("equal answers and equal notes", "a fail x; b fail x; a gives; b gives", "fail", "x"),
    Case("equal answers and different notes", "a fail x; b fail y; a gives; b gives", "fail", "⇄", 1),
    Case("different answers and equal notes", "a pass x; b fail x; a gives; b gives", "⇄", "x", 1),
    Case("different answers and different notes", "a pass x; b fail y; a gives; b gives", "⇄", "⇄", 2),
    Case("a note on one side, an answer on the other", "a fail; a to b; a fail x; b pass; a gives; b gives", "pass", "x"),
    Case("the same parcel twice", "a pass; a gives; again", "pass"),
    Case("both parcels twice", "a pass; b fail; a gives; b gives; again", "⇄", waits=1),
    Case("a re-export with nothing new", "a pass; a gives; a gives", "pass"),
    Case("a re-export with one more answer", "a pass; a gives; a fail; a gives", "fail"),
    Case("a re-export arrives before the first export", "a pass; a gives; a fail; a gives; backwards", "fail"),
    Case("three exports of one laptop backwards", "a pass; a gives; a fail; a gives; a na; a gives; backwards", "na"),
    Case("an old parcel replayed after a new one", "a pass; a gives; a fail; a gives; again", "fail"),
    Case("a changes its mind and back", "a pass; a fail; a pass; a gives", "pass"),
    Case("both change their minds to the same", "a pass; b fail; a fail; a gives; b gives", "fail"),
    Case("b answers after reading a, a answers again", "a pass; a to b; b fail; a na; a gives; b gives", "⇄", waits=1),
    Case("b answers after reading a twice", "a pass; a to b; a fail; a to b; b na; a gives; b gives", "na"),
    Case("they read each other", "a pass; b fail; a to b; b to a; a gives; b gives", "⇄", waits=1),
    Case("b settles it on the laptop", "a pass; b fail; a to b; b na; a gives; b gives", "na"),
    Case("b settles it and a's parcel comes last", "a pass; b fail; a to b; b na; b gives; a gives", "na"),
    Case("both settle it alike", "a pass; b fail; a to b; b to a; b na; a na; a gives; b gives", "na"),
    Case("both settle it otherwise", "a pass; b fail; a to b; b to a; b na; a pass; a gives; b gives", "⇄", waits=1),
    Case("only b's half arrives", "a pass; a to b; b fail; b gives", "fail"),
    Case("only a's half arrives", "a pass; b fail; a gives", "pass"),
    Case("nothing was answered", "a gives; b gives", ""),
    Case("a decision settles it", "a pass; b fail; a gives; b gives; register decides", "fail"),
    Case("a decision settles it, replayed", "a pass; b fail; a gives; b gives; register decides; again", "fail"),
    Case("a decision on the note", "a fail x; b fail y; a gives; b gives; register decides", "fail", "x"),
    Case("a late equal answer does not reopen", "a pass; b fail; a gives; b gives; register decides; b gives", "fail"),
    Case(
        "a late parcel reopens a decision",
        "a pass; b fail; a gives; b gives; register decides; a na; a gives", "⇄", waits=1,
    ),
    Case(
        "a late parcel that agrees does not reopen",
        "a pass; b fail; a gives; b gives; register decides; a fail; a gives", "fail",
    ),
    Case(
        "a decision that travelled is known on the laptop",
        "a pass; b fail; a gives; b gives; register decides; register to a; a na; a gives", "na",
    ),
    Case(
        "two decisions one after the other",
        "a pass; b fail; a gives; b gives; register decides; a na; a gives; register decides", "fail",
    ),
    Case("an answer is emptied", "a pass; a empty; a gives", ""),
    Case("an answer is emptied by one who read it", "a pass; a to b; b empty; a gives; b gives", ""),
    Case("an answer is emptied and given anew at once", "a pass; a to b; b empty; a fail; a gives; b gives", "⇄", waits=1),
    Case("clocks a year apart change nothing", "a pass; a to b; b fail; a gives; b gives", "fail", skew=-525_600),
    Case("a clock in the future changes nothing", "a pass; a to b; b fail; b to a; a na; a gives; b gives", "na", skew=525_600),
    Case("a note grows on both in turn", "a fail x; a to b; b fail xy; b to a; a fail xyz; a gives; b gives", "fail", "xyz"),
    Case("a note in two spellings of the same letters", "a fail Hoà; b fail Hoà; a gives; b gives", "fail", "Hoà"),
    Case("a note that looks like a formula", "a fail =1+1; a gives", "fail", "=1+1"),
    Case("a note that looks like a number", "a fail 007; a gives", "fail", "007"),
    Case("a parcel of b brings a's entries", "a pass x; a to b; b gives", "pass", "x"),
    Case("a parcel of b brings a's entries, a's own follow", "a pass x; a to b; b gives; a gives", "pass", "x"),
    Case("through three hands and back", "a pass; a to b; b to a; a to b; b gives", "pass"),
)  # fmt: skip
CASES: Final = (*_pairs(), *TOLD)
