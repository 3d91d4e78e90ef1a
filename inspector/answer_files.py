"""
Answers that come as a file: CSV or JSON with path, value, note, photo (and measure), as the command line takes them.

A path is what `visit show` prints (`fire/s1/pccc_01`); the form may be left out where only one checklist has that item, and
an item's code will do. Nothing is taken unless every row can be.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector import checklists, visits
from inspector.errors import FileUnreadable, InspectorError, fault_of
from inspector.i18n import N_, _
from inspector.model import Op, Sheet
from inspector.store import Store, StoreError, Transaction

LIMIT = 20_000_000
_LONGEST = 131_072
"""Letters in a cell; from a quotation mark that is not closed on, the rest of the file is one cell."""
COLUMNS = ("path", "value", "note", "photo", "photos", "measure")
UNASKED = N_("This item is not asked here, so its answer was not taken.")


class AnswersUnreadable(InspectorError):
    """A file of answers that is not one."""

    code = "answers.unreadable"
    message = N_("{file}, row {row}: {reason}")
    hint = N_("Give a CSV with the columns path,value,note,photo, or the same as JSON. Nothing was taken.")


class AnswerRefused(InspectorError):
    """A row of a file of answers that cannot be taken."""

    code = "answers.refused"
    message = N_("{file}, row {row}: {reason}")
    hint = N_("Nothing was taken.")


@dataclass(frozen=True, slots=True)
class Filled:
    """How many answers were taken, and what breaks a rule of the checklist now: (path, message); what items are called."""

    answers: int
    violations: tuple[tuple[str, str], ...]
    codes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    path: str
    value: str | None
    note: str | None
    photos: tuple[str, ...]
    measure: str


def fill(store: Store, visit: str, file: Path, *, by: str) -> Filled:
    """Take the answers of a file into a visit, as one act."""
    rows = read(file)
    with store.transact(Op.ANSWER, by=by) as tx:
        visits.changeable(tx, visit)
        sheets = tx.all(Sheet, visit=visit, gone="")
        known = _paths(tx, sheets)
        values: dict[str, dict[str, str]] = {sheet.form: {} for sheet in sheets}
        notes: dict[str, dict[str, str]] = {sheet.form: {} for sheet in sheets}
        first: dict[tuple[str, str], Row] = {}
        pictures: list[tuple[str, str, Row, str]] = []
        for row in rows:
            form, path, item = _place(known, row, file)
            _allowed(tx, visit, form, path, row, file)
            _once(first, form, path, row, file)
            if row.value is not None:
                values[form][path] = row.value
            if row.note is not None:
                notes[form][path] = row.note
            if item is not None and item.measure and row.measure:
                values[form][item.measure] = row.measure
            pictures += [(form, path, row, photo) for photo in row.photos]
        found = [_record(tx, visit, form, values[form], notes[form]) for form in values if values[form] or notes[form]]
        unasked = {place for one in found for place in one.unasked}
        for form, path, row, picture in pictures:
            if (form, path) not in unasked:
                _attach(tx, visit, form, path, file, row, picture)
    untaken = sum(place in first for place in unasked)
    said = [(f"{form}/{path}", _(UNASKED)) for form, path in sorted(unasked)]
    codes = {f"{form}/{path}": item.code for places in known.values() for form, path, item in places if item}
    return Filled(len(first) - untaken, (*said, *(broken for one in found for broken in one.broken)), codes)


def read(file: Path) -> list[Row]:
    """The rows of a CSV or JSON file. Raises FileUnreadable, AnswersUnreadable."""
    try:
        if file.stat().st_size > LIMIT:
            raise AnswersUnreadable(file=file.name, row=1, reason=_("the file is too large"))
        content = file.read_bytes()
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except OSError as fault:
        raise FileUnreadable(file=file.name, reason=fault_of(fault)) from None
    except UnicodeDecodeError as fault:
        reason = _("the text is not UTF-8; save it in Excel as “CSV UTF-8”")
        raise AnswersUnreadable(file=file.name, row=content.count(b"\n", 0, fault.start) + 1, reason=reason) from None
    if text.lstrip()[:1] in ("[", "{"):
        return [_row(number, raw, file) for number, raw in enumerate(_from_json(text, file), start=1)]
    first = text.partition("\n")[0]
    csv.field_size_limit(_LONGEST)  # of the whole process: a reader of another kind of file may have set it higher
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    columns = set(COLUMNS) & set(table.fieldnames or ())
    if "path" not in columns:
        raise AnswersUnreadable(file=file.name, row=1, reason=_("there is no column path"))
    if columns == {"path"}:
        raise AnswersUnreadable(file=file.name, row=1, reason=_("there is no column value"))
    try:
        return [_row(number, raw, file) for number, raw in enumerate(table, start=2) if any(raw.values())]
    except csv.Error:
        reason = _("a quotation mark is not closed, or a cell is too long")
        raise AnswersUnreadable(file=file.name, row=table.line_num, reason=reason) from None


def _from_json(text: str, file: Path) -> list[Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as fault:
        row = getattr(fault, "lineno", 1)
        raise AnswersUnreadable(file=file.name, row=row, reason=_("it is not JSON")) from None
    if isinstance(found, dict) and isinstance(found.get("answers"), list):
        return list(found["answers"])
    if isinstance(found, dict):
        answers = found.get("answers", found)
        pairs = answers.items() if isinstance(answers, dict) else ()
        return [{"path": path, **(said if isinstance(said, dict) else {"value": said})} for path, said in pairs]
    return list(found)


def _row(number: int, raw: Any, file: Path) -> Row:
    if not isinstance(raw, dict) or not raw.get("path"):
        raise AnswersUnreadable(file=file.name, row=number, reason=_("the path is missing"))
    photo = raw.get("photo", raw.get("photos")) or ""
    photos = photo if isinstance(photo, list) else [part.strip() for part in str(photo).split(";")]
    text = {name: None if raw.get(name) is None else str(raw[name]) for name in ("value", "note", "measure")}
    value, measure = text["value"], text["measure"] or ""
    value = None if value is None else value.strip()
    return Row(number, str(raw["path"]).strip(), value, text["note"], tuple(filter(None, photos)), measure.strip())


Known = dict[str, list[tuple[str, str, "checklists.Item | None"]]]


def _paths(tx: Transaction, sheets: list[Sheet]) -> Known:
    """Every way to name a question of these checklists."""
    known: Known = {}
    for sheet in sheets:
        form = checklists.form(tx, sheet.sha256)
        items = checklists.items(form)
        for question in form.questions:
            place = (sheet.form, question.path, items.get(question.path))
            item = items.get(question.path)
            for name in {f"{sheet.form}/{question.path}", question.path, *([item.code] if item else [])}:
                known.setdefault(name, []).append(place)
    return known


def _once(first: dict[tuple[str, str], Row], form: str, path: str, row: Row, file: Path) -> None:
    """A question that stands in the file twice is answered twice the same, or nothing is taken: neither may go silently."""
    before = first.setdefault((form, path), row)
    if (before.value, before.note, before.measure) != (row.value, row.note, row.measure):
        reason = _("{path} stands in row {row} already, with another answer.").format(path=row.path, row=before.number)
        raise AnswerRefused(file=file.name, row=row.number, reason=reason)


def _place(known: Known, row: Row, file: Path) -> tuple[str, str, checklists.Item | None]:
    places = known.get(row.path, [])
    if len(places) > 1:
        raise AnswerRefused(
            file=file.name, row=row.number, reason=_("{path} is in several checklists").format(path=row.path)
        )
    if not places:
        raise AnswerRefused(
            file=file.name, row=row.number, reason=_("{path} is not an item of this visit").format(path=row.path)
        )
    return places[0]


def _allowed(tx: Transaction, visit: str, form: str, path: str, row: Row, file: Path) -> None:
    sheet = tx.get(Sheet, f"{visit}/{form}")
    question = (
        next((one for one in checklists.form(tx, sheet.sha256).questions if one.path == path), None) if sheet else None
    )
    choices = {value for value, _label in question.choices()} if question is not None else set()
    said = row.value or ""
    given = {said} if question is not None and question.control == "select1" else set(said.split())
    if choices and row.value and not given <= choices:
        reason = _("{path} is not answered by {value}, but by one of: {known}.").format(
            path=row.path, value=row.value, known=", ".join(sorted(choices))
        )
        raise AnswerRefused(file=file.name, row=row.number, reason=reason)


def _attach(tx: Transaction, visit: str, form: str, path: str, file: Path, row: Row, picture: str) -> None:
    """Add a picture, which is named as seen from the file of answers."""
    from inspector import photos

    source = file.parent / picture
    try:
        found = photos.take(source)
        visits.attach(
            *(tx, visit, form, path, found.content),
            name=source.name,
            media_type=found.media_type,
            taken_at=found.taken_at,
        )
    except OSError as fault:
        unreadable = FileUnreadable(file=picture, reason=fault_of(fault))
        raise AnswerRefused(file=file.name, row=row.number, reason=unreadable.line()) from None
    except StoreError:
        raise
    except InspectorError as refused:
        raise AnswerRefused(file=file.name, row=row.number, reason=refused.line()) from None


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What was not taken because it is not asked: (form, path); and what breaks a rule now: (path, message)."""

    unasked: list[tuple[str, str]]
    broken: list[tuple[str, str]]


def _record(tx: Transaction, visit: str, form: str, values: dict[str, str], notes: dict[str, str]) -> _Recorded:
    """Let the form work out what follows from the answers, and say all that it asks."""
    filled = visits.instance(tx, visit, form)
    said: dict[str, str] = {}
    for path, value in values.items():
        said.update(filled.answer(path, value).values)
        said[path] = filled[path].value
    unasked = [path for path, value in values.items() if value and not filled[path].relevant]
    asked = {path: value for path, value in said.items() if path not in unasked}
    visits.record(tx, visit, form, asked, {path: note for path, note in notes.items() if path not in unasked}, set())
    broken = [(f"{form}/{found.path}", visits.broken(found)) for found in filled.violations() if found.path in values]
    return _Recorded([(form, path) for path in unasked], broken)
