"""
Two editions of a checklist: what changed, in plain words.

An item is the same item if it has the same code (`ins:code`); without codes, if it has the same path, or else the only
question of that name. Where the answers of a draft go is said in transfer.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from inspector.i18n import N_, _

if TYPE_CHECKING:
    from inspector.form import Form
    from inspector.form.definition import Definition, Question

ADDED: Final = N_("{item} is new: “{now}”.")
REMOVED: Final = N_("{item} is gone: “{was}”.")
RENAMED: Final = N_("{item} is now called {now} instead of {was} in answers and expressions.")
MOVED: Final = N_("{item} has moved from the section “{was}” to “{now}”.")
ORDER: Final = N_("{item} stands in another place in its section.")
RECODED: Final = N_("{item} has the code {now} instead of {was}.")
REWORDED: Final = N_("{item} reads “{now}” instead of “{was}” ({language}).")
GUIDANCE: Final = N_("The guidance of {item} reads “{now}” instead of “{was}” ({language}).")
TYPE: Final = N_("{item} asks for {now} instead of {was}.")
SEVERITY: Final = N_("The severity of {item} is {now} instead of {was}.")
BASIS: Final = N_("The legal basis of {item} is “{now}” instead of “{was}”.")
STATUS: Final = N_("The legal basis of {item} is now marked {now} instead of {was}.")
DEADLINE: Final = N_("The deadline of {item} is {now} days instead of {was}.")
LOWER: Final = N_("The lower limit of {item} is {now} instead of {was}.")
UPPER: Final = N_("The upper limit of {item} is {now} instead of {was}.")
UNIT: Final = N_("The unit of {item} is {now} instead of {was}.")
PHOTO: Final = N_("{item} asks for a photo on {now} instead of {was}.")
FAILS: Final = N_("{item} counts as a finding on {now} instead of {was}.")
OTHER: Final = N_("The property {name} of {item} is “{now}” instead of “{was}”.")
CHOICE_ADDED: Final = N_("{item} can be answered with “{now}” too.")
CHOICE_REMOVED: Final = N_("{item} can no longer be answered with “{was}”.")
CHOICE_REWORDED: Final = N_("The answer {name} of {item} reads “{now}” instead of “{was}”.")
RELEVANT: Final = N_("{item} is shown when {now} instead of when {was}.")
REQUIRED: Final = N_("An answer to {item} is required when {now} instead of when {was}.")
CONSTRAINT: Final = N_("{item} accepts {now} instead of {was}.")
CALCULATION: Final = N_("{item} is calculated as {now} instead of {was}.")
SECTION: Final = N_("The section “{was}” is now called “{now}”.")
TITLE: Final = N_("The checklist is called “{now}” instead of “{was}”.")

PROPERTIES: Final = {
    "severity": ("severity", SEVERITY),
    "legal-basis": ("legal-basis", BASIS),
    "legal-status": ("legal-status", STATUS),
    "due-days": ("deadline", DEADLINE),
    "min": ("limit", LOWER),
    "max": ("limit", UPPER),
    "unit": ("unit", UNIT),
    "photo-on": ("photo", PHOTO),
    "fails-on": ("fails", FAILS),
}
MANY: Final = 200
"""Lists longer than this are tables of places or codes; their differences are not told one by one."""
WORDS: Final = {
    "critical": N_("critical"),
    "major": N_("major"),
    "minor": N_("minor"),
    "confirmed": N_("confirmed"),
    "unconfirmed": N_("to be checked against the original text"),
}
NOTHING: Final = N_("nothing")
ALWAYS: Final = N_("always")
NEVER: Final = N_("never")


@dataclass(frozen=True)
class Change:
    """One difference between two editions. `kind` never changes its spelling; `sentence` is for people."""

    kind: str
    item: str
    template: str = field(repr=False)
    was: str = ""
    now: str = ""
    name: str = ""
    language: str = ""
    old: str | None = None
    new: str | None = None

    def sentence(self) -> str:
        """The change in the active language."""
        language = self.language.partition(" (")[0]
        said = _(self.template).format(
            item=self.item, was=shown(self.was), now=shown(self.now), name=self.name, language=language
        )
        return said if self.language else said.replace(" ()", "")


def diff(old: Form, new: Form, language: str | None = None) -> list[Change]:
    """
    What changed between two editions, in the order of the new one; what is gone comes last. Items, sections and answers
    are called as they are in `language`; a text that changed is told in every language that both have.
    """
    asked, asked_before = new.questions_in(language), old.questions_in(language)
    speaking = {question.path: question for question in asked_before}
    before = {path: speaking[was.path] for path, was in matched(old, new).items()}
    names = {was.nodeset: new_one.name for new_one in asked if (was := before.get(new_one.path))}
    changes: list[Change] = []
    if (was_called := old.title_in(language)) != (called := new.title_in(language)):
        changes.append(Change("title", called, TITLE, was_called, called))
    stray = _out_of_order(before, old, new)
    sections: set[str] = set()
    for question in asked:
        was = before.get(question.path)
        if was is not None:
            changes += _section(was, question, sections)
            changes += _place(was, question, question.path in stray)
            changes += _words(was, question, old, new)
            changes += _properties(was, question)
            changes += _choices(was, question)
            changes += _expressions(was, question, names)
        elif not _internal(question):
            words = question.label() or question.name
            changes.append(Change("added", _item(question), ADDED, now=words, new=question.path))
    still = {was.path for was in before.values()}
    for question in asked_before:
        if question.path not in still and not _internal(question):
            words = question.label() or question.name
            changes.append(Change("removed", _item(question), REMOVED, was=words, old=question.path))
    return changes


def matched(old: Form, new: Form) -> dict[str, Question]:
    """For each path of the new edition, the question of the old one that it continues."""
    by_code = {code: question for question in old.questions if (code := _code(question))}
    by_path = {question.path: question for question in old.questions}
    by_name: dict[str, list[Question]] = {}
    for question in old.questions:
        by_name.setdefault(question.name, []).append(question)
    found: dict[str, Question] = {}
    taken: set[str] = set()
    pairs: list[tuple[Question, Question]] = []

    def pair(question: Question, was: Question | None) -> None:
        if was is not None and was.path not in taken and question.path not in found:
            found[question.path] = was
            taken.add(was.path)
            pairs.append((was, question))

    for question in new.questions:
        if code := _code(question):
            pair(question, by_code.get(code))
    codes = {_code(question) for question in new.questions} - {""}
    # A measure follows the item that it belongs to, whatever either is called.
    items = {was.name: question.name for was, question in pairs}
    measures = {items.get(_own(q, "measure-of"), ""): q for q in old.questions if _own(q, "measure-of")}
    for question in new.questions:
        if owner := _own(question, "measure-of"):
            pair(question, measures.get(owner))
    for candidates in (lambda q: [by_path.get(q.path)], lambda q: by_name.get(q.name, [])):
        for question in new.questions:
            free = [was for was in candidates(question) if was is not None and was.path not in taken]
            if len(free) == 1 and _may_continue(free[0], question, codes):
                pair(question, free[0])
    return found


def _may_continue(was: Question, now: Question, codes: set[str]) -> bool:
    """Whether two questions of one name may be the same: not if codes say that they are two different items."""
    old_code, new_code = _code(was), _code(now)
    return not (old_code and new_code) and old_code not in codes


def _section(was: Question, now: Question, said: set[str]) -> Iterator[Change]:
    """The section has another name; said once for all of its items."""
    if was.parent is None or now.parent is None or was.parent.nodeset != now.parent.nodeset:
        return
    old_words, new_words = _heading(was), _heading(now)
    if old_words != new_words and now.parent.nodeset not in said:
        said.add(now.parent.nodeset)
        yield Change("section", new_words, SECTION, old_words, new_words)


def _place(was: Question, now: Question, stray: bool) -> Iterator[Change]:
    item = _item(now)
    if was.name != now.name:
        yield Change("renamed", item, RENAMED, was.name, now.name, old=was.path, new=now.path)
    if _code(was) != _code(now):
        yield Change("code", item, RECODED, _code(was), _code(now), old=was.path, new=now.path)
    same_section = was.path.rpartition("/")[0] == now.path.rpartition("/")[0]
    if not same_section and _heading(was) != _heading(now):
        yield Change("moved", item, MOVED, _heading(was), _heading(now), old=was.path, new=now.path)
    elif stray and not _internal(now):
        yield Change("order", item, ORDER, old=was.path, new=now.path)


def _words(was: Question, now: Question, old: Form, new: Form) -> Iterator[Change]:
    both = [language for language in new.languages if language in old.languages]
    shared: list[str | None] = [*both] or [None]
    for language in shared:
        for kind, template, before, after in (
            ("reworded", REWORDED, was.label(language), now.label(language)),
            ("guidance", GUIDANCE, was.hint(language), now.hint(language)),
        ):
            if before != after:
                yield Change(
                    kind, _item(now), template, before, after, language=language or "", old=was.path, new=now.path
                )
    if was.type != now.type or was.control != now.control:
        yield Change("type", _item(now), TYPE, _kind(was), _kind(now), old=was.path, new=now.path)


def _properties(was: Question, now: Question) -> Iterator[Change]:
    before, after = _ours(was), _ours(now)
    for name in dict.fromkeys([*PROPERTIES, *after, *before]):
        if name in ("code", "measure-of", "role") or before.get(name, "") == after.get(name, ""):
            continue
        kind, template = PROPERTIES.get(name, ("property", OTHER))
        yield Change(
            kind, _item(now), template, before.get(name, ""), after.get(name, ""), name, old=was.path, new=now.path
        )


def _choices(was: Question, now: Question) -> Iterator[Change]:
    before, after = dict(was.choices()), dict(now.choices())
    if len(before) > MANY or len(after) > MANY:
        return
    for value, label in after.items():
        if value not in before:
            yield Change("choices", _item(now), CHOICE_ADDED, now=label, old=was.path, new=now.path)
        elif before[value] != label:
            yield Change(
                "choices", _item(now), CHOICE_REWORDED, before[value], label, value, old=was.path, new=now.path
            )
    for value, label in before.items():
        if value not in after:
            yield Change("choices", _item(now), CHOICE_REMOVED, was=label, old=was.path, new=now.path)


def _expressions(was: Question, now: Question, names: Mapping[str, str]) -> Iterator[Change]:
    for kind, template, blank in (
        ("relevant", RELEVANT, ALWAYS),
        ("required", REQUIRED, NEVER),
        ("constraint", CONSTRAINT, NOTHING),
        ("calculate", CALCULATION, NOTHING),
    ):
        before = _expression(was.definition, kind, names)
        after = _expression(now.definition, kind, {})
        if before != after:
            yield Change(
                "calculation" if kind == "calculate" else kind,
                _item(now),
                template,
                before or blank,
                after or blank,
                old=was.path,
                new=now.path,
            )


def _expression(definition: Definition, kind: str, names: Mapping[str, str]) -> str:
    """An expression with `${name}` for paths, as authors write it; old names become the new ones."""
    compiled = getattr(definition.bind, kind, None) if definition.bind else None
    if compiled is None:
        return ""

    def named(found: re.Match[str]) -> str:
        return "${" + names.get(found[0], found[0].rpartition("/")[2]) + "}"

    text = re.sub(r"(?<![\w/.)\]])/[^\W\d][\w.-]*(?:/[^\W\d][\w.:-]*)+", named, compiled.text)
    return {"true()": _(ALWAYS), "false()": ""}.get(text, " ".join(text.split()))


def _out_of_order(before: Mapping[str, Question], old: Form, new: Form) -> set[str]:
    """Paths of those that changed places: all but the longest run that kept its order."""
    rank = {question.path: number for number, question in enumerate(old.questions)}
    moved = [(question.path, rank[before[question.path].path]) for question in new.questions if question.path in before]
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int | None] = []
    for place, (_path, number) in enumerate(moved):
        at = bisect_left(tails, number)
        previous.append(ends[at - 1] if at else None)
        if at == len(tails):
            tails.append(number)
            ends.append(place)
        else:
            tails[at], ends[at] = number, place
    kept: set[int] = set()
    step: int | None = ends[-1] if ends else None
    while step is not None:
        kept.add(step)
        step = previous[step]
    return {path for place, (path, _number) in enumerate(moved) if place not in kept}


def _ours(question: Question) -> dict[str, str]:
    return {name.rpartition(":")[2]: text for name, text in question.attributes.items()}


def _own(question: Question, name: str) -> str:
    return _ours(question).get(name, "")


def _code(question: Question) -> str:
    return _own(question, "code")


def _item(question: Question) -> str:
    """How people call an item: its code, or else its words, or else its name."""
    return _code(question) or question.label() or question.name


def _heading(question: Question) -> str:
    """The words above the section that a question stands in."""
    at = question.parent
    while at is not None and at.kind != "root":
        if at.control is not None and at.control.label is not None:
            return question.words(at.control.label)
        at = at.parent
    return question.parent.local if question.parent else ""


def _kind(question: Question) -> str:
    return f"{question.type} ({question.control})" if question.control not in ("", "input") else question.type


def _internal(question: Question) -> bool:
    """What the form keeps for itself: its own number and the like."""
    return question.path.startswith("meta/")


def shown(text: str) -> str:
    if not text:
        return _(NOTHING)
    return _(WORDS[text]) if text in WORDS else _(text) if text in (ALWAYS, NEVER, NOTHING) else text
