"""
Move one checklist of a draft to another version: a preview first, then one act.

Answers follow their items by code, and notes, photographs and findings go with them. What has no place in the new version is
kept aside: it is said again under the form `<form>@<old version>`, makes no finding, and waits there for a person.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from inspector import checklists, visits
from inspector.i18n import N_
from inspector.model import Answer, Op, Sheet, Site, Visit
from inspector.store import Changes, Reader, Store
from inspector.store.tables import disagreement, saying

if TYPE_CHECKING:
    from inspector.form import transfer

_CARRIED = ("answer", "photo", "finding")
_Said = dict[tuple[str, str, str], dict[str, str]]
"""Kind, path, and what follows it in the uid (the number of a photo) -> field -> value."""


class MoveDisputed(visits.VisitError):
    """Two laptops still differ about answers that would be moved."""

    code = "edition.disputed"
    message = N_("{n} fields of this checklist are in disagreement.")
    hint = N_("Decide them first, then move the checklist to the other version.")


class SameVersion(visits.VisitError):
    """The checklist has that version already."""

    code = "edition.same"
    message = N_("The checklist {form} of this visit has version {version} already.")
    hint = N_("Choose another version.")


@dataclass(frozen=True, slots=True)
class Preview:
    """What moving a checklist of a visit would do; `moved` says which answers stay, wait, hide or are kept aside."""

    sheet: Sheet
    target: checklists.Checklist
    moved: transfer.Moved

    def lines(self) -> list[str]:
        """What a person should read first, in the active language."""
        return self.moved.preview()


def preview(reader: Reader, visit: str, form: str, version: str) -> Preview:
    """What moving a checklist of a visit to a version would do; changes nothing. Raises what `move` would."""
    visits.changeable(reader, visit)
    sheet = visits.sheet_of(reader, visit, form)
    _refuse_disputes(reader, f"{visit}/{form}/")
    target = checklists.version(reader, form, version)
    if target.sha256 == sheet.sha256:
        raise SameVersion(form=form, version=version)
    return _previewed(reader, sheet, target)


def move(store: Store, visit: str, form: str, version: str, *, by: str) -> Changes:
    """Move a checklist of a draft to a version that this store holds, as one act; nothing that was said is dropped."""
    with store.transact(Op.EDIT_VISIT, by=by) as tx:
        planned = preview(tx, visit, form, version)
        said = _said(tx, f"{visit}/{form}/")
        for (kind, uid), fields in _carried(said, planned).items():
            for name, text in fields.items():
                tx.say(kind, uid, name, text)
        tx.put(planned.sheet.but(version=planned.target.version, sha256=planned.target.sha256))
    return tx.changes


def aside(reader: Reader, visit: str, form: str) -> list[Answer]:
    """What earlier moves kept aside of a checklist: answers whose form is `<form>@<version>`."""
    found = reader.all(Answer, visit=visit)
    return [one for one in found if one.form.startswith(f"{form}@") and (one.value or one.note)]


def _previewed(reader: Reader, sheet: Sheet, target: checklists.Checklist) -> Preview:
    from inspector.form import transfer

    old, new = checklists.form(reader, sheet.sha256), checklists.form(reader, target.sha256)
    visit = reader.get(Visit, sheet.visit)
    site = reader.get(Site, visit.site) if visit else None
    given = {
        question.path: site.types
        for question in new.questions
        if site and question.attributes.get("ins:role") == "site_types"
    }
    answers = _answers(_said(reader, f"{sheet.uid}/"))
    return Preview(sheet, target, transfer.move(answers, old, new, given))


def _said(reader: Reader, prefix: str) -> _Said:
    """What stands of the answers, photos and findings of one checklist."""
    found: _Said = defaultdict(dict)
    asked = select(saying.c.kind, saying.c.uid, saying.c.field, saying.c.value).where(
        saying.c.kind.in_(_CARRIED), saying.c.head == 1, saying.c.uid >= prefix, saying.c.uid < prefix + "\U0010ffff"
    )
    for kind, uid, field, value in reader.connection.execute(asked):
        path, slash, number = uid[len(prefix) :].rpartition("/") if kind == "photo" else (uid[len(prefix) :], "", "")
        found[kind, path, slash + number][field] = value
    return dict(found)


def _answers(said: _Said) -> dict[str, str]:
    """Path -> value of everything that holds something; an item with only a note or a photograph has an empty value."""
    found: dict[str, str] = {}
    for (kind, path, _number), fields in said.items():
        if any(fields.values()) and not fields.get("gone"):
            found[path] = fields.get("value", "") if kind == "answer" else found.get(path, "")
    return found


def _carried(said: _Said, planned: Preview) -> dict[tuple[str, str], dict[str, str]]:
    """Kind and uid -> fields, after the move: what is left behind becomes blank, and stands again where it belongs now."""
    sheet, paths = planned.sheet, planned.moved.paths
    asides = {one.path: one for one in planned.moved.aside}
    before: dict[tuple[str, str], dict[str, str]] = {}
    after: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for (kind, path, number), fields in said.items():
        if path not in paths and path not in asides:
            continue  # everything about it was taken back before
        kept_aside = f"{sheet.uid}@{sheet.version}/{path}"
        item = paths.get(path) or asides[path].stays
        place = f"{sheet.uid}/{item}" if item else kept_aside
        blank = {"gone": "yes"} if kind == "photo" else dict.fromkeys(fields, "")
        before[kind, f"{sheet.uid}/{path}{number}"] = blank
        for name, text in ({"gone": ""} | fields if kind == "photo" else fields).items():
            of_value = kind == "answer" and name in ("value", "taken") and path in asides
            after[kind, (kept_aside if of_value else place) + number][name] = text
    return {key: before.get(key, {}) | after.get(key, {}) for key in {**before, **after}}


def _refuse_disputes(reader: Reader, prefix: str) -> None:
    asked = select(disagreement.c.uid).where(
        or_(
            and_(disagreement.c.kind == "sheet", disagreement.c.uid == prefix.removesuffix("/")),
            and_(
                disagreement.c.kind.in_(_CARRIED),
                disagreement.c.uid >= prefix,
                disagreement.c.uid < prefix + "\U0010ffff",
            ),
        )
    )
    disputed = len(reader.rows(asked))
    if disputed:
        raise MoveDisputed(n=disputed)
