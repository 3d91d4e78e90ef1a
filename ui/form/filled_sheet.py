"""
One checklist of a visit while it is filled: the form's instance on the UI thread, its rows, and its lines. No widgets.

An answer is evaluated here at once; what follows from it (questions that appear, values, broken rules) is known before the
answer is on the disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from inspector import checklists, repeats, visits
from inspector.visits import Line
from ui.form.tally import Counts, Tally

if TYPE_CHECKING:
    from inspector.checklists import Item
    from inspector.form import Delta, Instance, Node

HEADING, NOTE, REPEAT = "heading|", "note|", "repeat|"
"""How the key of a row begins that is no item; the path follows. The key of an item is `<form>/<path>`."""


class FilledSheet:
    """Rows in order, lines by key, and what an answer changes."""

    def __init__(self, page: visits.Page, filled: Instance, language: str = "") -> None:
        self.page, self.filled, self.form = page, filled, page.sheet.form
        self.keys: list[str] = []
        self.sections: dict[str, str] = {}
        """The section of each row."""
        self._lines: dict[str, Line] = {line.path: line for line in page.lines}
        self._items: dict[str, Item] = {}
        self._order: list[tuple[str, str]] = []
        self._nodes: dict[str, Node] = {}
        self._measured: dict[str, str] = {}
        self._spoken = filled.form.default_language
        self._moved = True
        self._tally = Tally(self.line)
        self.set_language(language)

    def set_language(self, language: str) -> None:
        """Speak another language of the form."""
        language = self.filled.form.spoken(language)
        self.filled.set_language(language)
        self._items = checklists.items(self.filled.form, language)
        if language != self._spoken:
            self._lines = {key: replace(line, item=self._item(line.item)) for key, line in self._lines.items()}
            self._spoken = language
        self._moved = True
        self.arrange()

    def _item(self, item: Item) -> Item:
        plain = self._items.get("/".join(part.partition("[")[0] for part in item.path.split("/")))
        return replace(plain, path=item.path, measure=item.measure, section=item.section) if plain else item

    def node(self, key: str) -> Node:
        """The node of a row."""
        known = self._nodes.get(key)
        if known is not None:
            return known
        path = key.partition("|")[2] if "|" in key else key.partition("/")[2]
        return self.filled[path]

    def arrange(self) -> bool:
        """Find the rows that are shown now; whether they are others than before."""
        if not self._moved:
            return False
        self._moved = False
        keys: list[str] = []
        self.sections = {}
        self._order = []
        self._nodes = {}
        self._walk(self.filled.root, "", keys)
        self._tally.begin(self._order)
        self._measured = {line.item.measure: key for key, line in self._lines.items() if line.item.measure}
        changed = keys != self.keys
        self.keys = keys
        return changed

    def _walk(self, parent: Node, section: str, keys: list[str]) -> None:
        for node in parent.children:
            if not node.relevant:
                continue
            kind = node.kind
            if kind == "group":
                words = node.label or section
                at = len(keys)
                self._walk(node, words, keys)
                if len(keys) > at and words != section and not keys[at].startswith(HEADING):
                    key = f"{HEADING}{node.path}"
                    keys.insert(at, key)
                    self.sections[key] = words
                    self._nodes[key] = node
            elif kind == "repeat":
                self._repeat(node, section, keys)
            elif kind == "note":
                self._put(f"{NOTE}{node.path}", node, section, keys)
            elif kind == "question":
                said = node.question.attributes
                if "ins:measure-of" not in said and not said.get("ins:role"):
                    self._put(f"{self.form}/{node.path}", node, section, keys)
                    if node.definition.path in self._items:
                        self._order.append((f"{self.form}/{node.path}", section))

    def _repeat(self, node: Node, section: str, keys: list[str]) -> None:
        words = node.label or section or node.definition.local
        self._put(f"{REPEAT}{node.path}", node, words, keys)
        for row in node.children:
            for one in row.walk():
                if one.kind == "repeat":
                    if one.parent is not None and one.parent.relevant and one.relevant:
                        self._put(f"{REPEAT}{one.path}", one, words, keys)
                elif one.kind == "question" and one.relevant and one.definition.path in self._items:
                    self._order.append((f"{self.form}/{one.path}", words))

    def _put(self, key: str, node: Node, section: str, keys: list[str]) -> None:
        keys.append(key)
        self._nodes[key] = node
        self.sections[key] = section

    def items(self) -> list[str]:
        """The keys of the rows that are items."""
        return [key for key in self.keys if "|" not in key]

    def line(self, key: str) -> Line:
        """What stands of an item now."""
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = self._fresh(key)
        return line

    def _fresh(self, key: str) -> Line:
        node = self.node(key)
        item = self._items.get(node.definition.path)
        if item is None:
            item = checklists.described(self.filled.form, node.question, None, self.filled.language)
        item = replace(item, path=node.path)
        return Line(self.form, item, value=node.value, violation=visits.broken(node))

    def counts(self) -> Counts:
        """How far it is, of the items that apply now; of repeats one for each row."""
        return self._tally.counts()

    @property
    def failing(self) -> set[str]:
        """The items that fail now."""
        return self._tally.failing

    # what is done

    def put_line(self, key: str, line: Line) -> None:
        """Something of an item changed that the form does not know of: its note, its photographs."""
        self._lines[key] = line
        self._tally.touch((key,))

    def answer(self, path: str, value: str, *, taken: bool = False) -> set[str]:
        """Answer a question; the keys of the items that look different now. Raises FormError."""
        touched = self._follow(self.filled.answer(path, value, strict=False))
        key = f"{self.form}/{path}"
        if key in self._lines or key in self.sections:
            self._lines[key] = replace(
                self.line(key), value=value, taken=taken, violation=visits.broken(self.filled[path])
            )
            touched.add(key)
        other = self._measured.get(path)
        if other is not None:
            self._lines[other] = replace(self._lines[other], measured=value)
            touched.add(other)
        self._tally.touch(touched)
        return touched

    def add_row(self, repeat: str) -> tuple[str, str, set[str]]:
        """One more row; its path, what its answer says, and what looks different now."""
        node = self.filled[repeat]
        place, uid = repeats.next_place(node), repeats.new_uid()
        touched = self._follow(self.filled.add_repeat(repeat, uid=uid))
        return f"{repeat}[{uid}]", place, touched

    def remove_row(self, path: str) -> set[str]:
        """Take a row out."""
        return self._follow(self.filled.remove_repeat(path))

    def again(self, said: Mapping[str, str], notes: Mapping[str, str]) -> None:
        """Answers (by path) and notes (by row) that were given while this was being read, and are not in it yet."""
        from inspector.form import FormError

        for path, value in said.items():
            try:
                if not repeats.is_row(path):
                    self.answer(path, value)
                else:
                    repeats.restore(self.filled, {path: value})
            except FormError:
                continue
        for key, text in notes.items():
            if key in self.sections:
                self.put_line(key, replace(self.line(key), note=text))
        self.arrange()

    def _follow(self, delta: Delta) -> set[str]:
        touched = set()
        for change in delta.changes:
            self._moved = self._moved or change.what in ("relevant", "added", "removed")
            if change.path not in self.filled:
                continue
            key = f"{self.form}/{change.path}"
            touched.add(key)
            if key in self._lines and change.what in ("value", "violation", "relevant"):
                node = self.filled[change.path]
                self._lines[key] = replace(self._lines[key], value=node.value, violation=visits.broken(node))
        self._tally.touch(touched)
        return touched
