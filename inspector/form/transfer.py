"""
Where the answers of a draft go in another edition of its checklist.

Nothing that was answered is ever dropped: what has no place any more is kept aside with the reason. What the form itself
calculates is calculated again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from inspector.form.problems import FormError
from inspector.form.versions import matched, shown
from inspector.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from inspector.form import Form
    from inspector.form.definition import Definition, Question

GONE_BARE: Final = N_("“{item}” is no longer in the checklist; its note and photos are kept aside.")
GONE: Final = N_("“{item}” is no longer in the checklist; the answer “{answer}” is kept aside.")
NOT_OFFERED: Final = N_("“{item}” no longer offers the answer “{answer}”; it is kept aside.")
NO_FIT: Final = N_("“{item}” now asks for {type}; the answer “{answer}” does not fit and is kept aside.")
COMPUTED: Final = N_("“{item}” is calculated now; the answer “{answer}” is kept aside.")
NO_REPEAT: Final = N_("“{item}” no longer stands in the same repeat; the answer “{answer}” is kept aside.")


_BRACKETS: Final = re.compile(r"\[[^\]]+\]")


@dataclass(frozen=True)
class Aside:
    """An answer that has no place in the new edition, and why; `stays` is where its item stands now, if it does."""

    path: str
    text: str
    template: str = field(repr=False)
    item: str = ""
    type: str = ""
    stays: str = ""

    @property
    def reason(self) -> str:
        """Why, in the active language."""
        return _(self.template).format(item=self.item, answer=self.text, type=shown(self.type))


@dataclass(frozen=True)
class Moved:
    """
    A draft in the new edition.

    Args:
        kept: the answers by their path in the new edition.
        aside: the answers that have no place; to be shown and stored beside the draft.
        paths: old path -> new path of every kept answer, so that notes and photographs follow.
        open: paths in the new edition that ask for an answer now.
        hidden: kept answers that the new edition does not show; they stay stored.
    """

    kept: Mapping[str, str]
    aside: tuple[Aside, ...]
    paths: Mapping[str, str]
    open: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def preview(self) -> list[str]:
        """What a person should read before the draft is moved."""
        lines = [ngettext("{n} answer is kept.", "{n} answers are kept.", len(self.kept))]
        if self.hidden:
            lines.append(
                ngettext(
                    "{n} kept answer is not shown in the new version; it stays stored.",
                    "{n} kept answers are not shown in the new version; they stay stored.",
                    len(self.hidden),
                )
            )
        if self.open:
            lines.append(ngettext("{n} item waits for an answer.", "{n} items wait for an answer.", len(self.open)))
        if self.aside:
            lines.append(ngettext("{n} answer is kept aside:", "{n} answers are kept aside:", len(self.aside)))
            lines += [aside.reason for aside in self.aside]
        return lines


def move(answers: Mapping[str, str], old: Form, new: Form, given: Mapping[str, str] | None = None) -> Moved:
    """
    Where the answers of a draft go in the new edition.

    Args:
        answers: path -> text as it was stored; `pole[x1]/height` inside a repeat, `pole[x1]` for an instance itself;
            an empty text stands for an item that has only a note or a photograph.
        given: what the program itself answers in the new edition; only to see which questions are shown.
    """
    was_at = matched(old, new)
    pairs = {was_at[question.path].path: question for question in new.questions if question.path in was_at}
    before = {question.path: question for question in old.questions}
    repeats = _repeats_moved(before, pairs)
    kept: dict[str, str] = {}
    paths: dict[str, str] = {}
    aside: list[Aside] = []
    for path, text in answers.items():
        plain, positions = _BRACKETS.sub("", path), _BRACKETS.findall(path)
        was, question = before.get(plain), pairs.get(plain)
        if plain in repeats:
            paths[path] = _placed(*repeats[plain], positions)
            kept[paths[path]] = text
            continue
        if was is None or question is None:
            aside.append(Aside(path, text, GONE if text else GONE_BARE, (was.label() if was else "") or plain))
            continue
        item, depths = question.label() or question.name, _repeats(question)
        if len(_repeats(was)) != len(depths) or len(positions) != len(depths):
            aside.append(Aside(path, text, NO_REPEAT, item))
            continue
        target = _placed(question.path, depths, positions)
        reason = None if was.calculated else _unfit(text, question)
        if reason is not None:
            aside.append(Aside(path, text, reason, item, question.type, target))
        else:
            kept[target] = text
            paths[path] = target
    open_ones, hidden = _tried({**(given or {}), **kept}, new)
    return Moved(kept, tuple(aside), paths, open_ones, hidden)


def _repeats_moved(
    before: Mapping[str, Question], pairs: Mapping[str, Question]
) -> dict[str, tuple[str, tuple[int, ...]]]:
    """For each repeat of the old edition whose questions stand in one of the new: its path there, and its depths."""
    found: dict[str, tuple[str, tuple[int, ...]]] = {}
    for path, question in pairs.items():
        were, are = _repeats(before[path]), _repeats(question)
        if len(were) != len(are):
            continue
        for place, (was, now) in enumerate(zip(were, are, strict=True), start=1):
            old, new = (at.path.split("/") for at in (before[path], question))
            found.setdefault("/".join(old[: was + 1]), ("/".join(new[: now + 1]), are[:place]))
    return found


def _placed(path: str, depths: tuple[int, ...], positions: list[str]) -> str:
    """A path with the uids or positions of the repeats it stands in."""
    steps = path.split("/")
    for position, depth in zip(positions, depths, strict=False):
        steps[depth] += position
    return "/".join(steps)


def _unfit(text: str, question: Question) -> str | None:
    """Why an answer cannot stay, or None."""
    if question.calculated:
        return COMPUTED
    if not text:
        return None
    if question.control in ("select1", "select", "rank"):
        offered = {value for value, _label in question.choices()}
        words = [text] if question.control == "select1" else text.split()
        return NOT_OFFERED if offered and not all(word in offered for word in words) else None
    return None if _fits(text, question.type) else NO_FIT


def _fits(text: str, kind: str) -> bool:
    if kind == "int":
        return bool(re.fullmatch(r"[-+]?\d+", text))
    if kind == "decimal":
        return bool(re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", text))
    if kind in ("date", "time", "dateTime"):
        day, clock = r"\d{4,}-\d\d-\d\d", r"\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d)?"
        return bool(re.fullmatch({"date": day, "time": clock, "dateTime": f"{day}T{clock}"}[kind], text))
    return True


def _repeats(question: Question) -> tuple[int, ...]:
    """Which steps of a path are repeats."""
    depths: list[int] = []
    at: Definition | None = question.definition
    while at is not None:
        if at.kind == "repeat-instance":
            depths.append(at.path.count("/"))
        at = at.parent
    return tuple(reversed(depths))


def _tried(kept: Mapping[str, str], new: Form) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What waits for an answer, and which kept answers are not shown, once the draft is in the new edition."""
    instance = new.new()
    for path, text in kept.items():
        try:
            if path.endswith("]"):
                stem, _bracket, uid = path[:-1].rpartition("[")
                instance.add_repeat(stem, uid=uid)
            else:
                instance.answer(path, text)
        except FormError:
            continue  # shown as open when it is; the answer itself stays stored
    open_ones, hidden = [], []
    for question in new.questions:
        if question.in_repeat or not question.control:
            continue
        node = instance[question.path]
        if question.path in kept and kept[question.path] and not node.relevant:
            hidden.append(question.path)
        elif node.relevant and node.violation is not None and not node.value:
            open_ones.append(question.path)
    return tuple(open_ones), tuple(hidden)
