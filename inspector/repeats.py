"""
Rows of repeats as a visit keeps them: the answer to `batteries[<uid>]` says that the row is there, and where it stands.

Rows that the form begins with, or counts itself, are known by their number and need no such answer; other rows get a
random uid, so that two laptops never take each other's row for their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from inspector import chance

if TYPE_CHECKING:
    from inspector.checklists import Item
    from inspector.form import Instance, Node

_ROWS: Final = re.compile(r"\[[^\]]*\]")
REMOVED: Final = "-"
"""What the answer of a row says when the row was taken out; its other answers stay in the journal."""


def is_row(path: str) -> bool:
    """Whether a path names a row, not a question in it."""
    return path.endswith("]")


def new_uid() -> str:
    """A uid for a row that a person adds."""
    return chance.drawn(6).hex()


def asked(path: str) -> str:
    """The question that a path names, whichever row it is in: `batteries[a1b2]/swollen` is `batteries/swollen`."""
    return _ROWS.sub("", path)


def told_apart(codes: Iterable[str]) -> list[str]:
    """Codes of items in their order; one that comes again, as in the rows of a repeat, gets its number."""
    seen: dict[str, int] = {}
    found = []
    for code in codes:
        seen[code] = seen.get(code, 0) + 1
        found.append(code if seen[code] == 1 else f"{code} ({seen[code]})")
    return found


def restore(filled: Instance, rows: Mapping[str, str]) -> None:
    """
    Give a new form the rows that people added, in their order, and take out those that they removed.

    A row whose answer is empty was added or removed and that was undone: it is as the form begins.
    """
    from inspector.form import FormError

    for path in sorted(rows, key=lambda path: (path.count("["), _place(rows[path]), path)):
        stem, _bracket, uid = path[:-1].rpartition("[")
        try:
            if rows[path] == REMOVED:
                if path in filled:
                    filled.remove_repeat(path)
            elif rows[path] and not any(row.uid == uid for row in filled[stem].children):
                filled.add_repeat(stem, uid=uid)
        except FormError:
            continue  # the form counts its rows itself by now


def next_place(repeat: Node) -> str:
    """What the answer of the next row says: where it stands."""
    return str(len(repeat.children) + 1)


def placed(filled: Instance, items: Mapping[str, Item]) -> Iterator[tuple[Item, Node]]:
    """Every item with its node in the order of the form; an item of a repeat once for each row, under the row's own path."""
    for node in filled.nodes():
        item = items.get(node.definition.path)
        if item is None or node.definition.kind != "question":
            continue
        path = node.path
        if path == item.path:
            yield item, node
            continue
        folder = path.rpartition("/")[0]
        measure = f"{folder}/{item.measure.rpartition('/')[2]}" if item.measure else ""
        section = row_title(node)
        yield replace(item, path=path, measure=measure, section=section or item.section), node


def row_title(node: Node) -> str:
    """The row that a node is in, in words: `Batteries 2`."""
    at: Node | None = node
    while at is not None and at.definition.kind != "repeat-instance":
        at = at.parent
    if at is None or at.parent is None:
        return ""
    words = at.parent.label or at.parent.definition.local
    return f"{words} {at.place}"


def _place(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
