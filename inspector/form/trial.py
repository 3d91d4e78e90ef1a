"""
Run the test cases that an author writes on the sheet `tests` of a checklist.

One row is one step; rows run from top to bottom. A row with a name in the column `case` begins a new case on a blank form,
a row without one goes on with the case above.

    case       question   answer    shown   value     problem
    BTS only   site_types bts       yes     bts
               pccc_05              no      (empty)
    Limits     tb_24_m    -1                          constraint

    question   name of a question or group; its path where a name is not unique; `pole[2]/height` inside a repeat
    answer     what is answered first; blank: nothing is; (empty): the answer is taken away; (add): a repeat grows by one
    shown      yes or no: is it shown after this step
    value      the value it must have then; (empty): none
    problem    no, required, constraint or type: what must be wrong with it then

Columns and words may be Vietnamese: trường hợp, câu hỏi, trả lời, hiện, giá trị, lỗi; có, không, (trống), (thêm), bắt buộc,
ràng buộc, sai kiểu. A choice may be written as its value or as its label. A step that turns out otherwise is a Problem at
its cell.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from inspector.form.door.notes import Notes
from inspector.form.door.tables import Row, Sheet
from inspector.form.problems import FormError, Problem
from inspector.i18n import N_

if TYPE_CHECKING:
    from inspector.form import Form, Instance
    from inspector.form.definition import Question

COLUMNS: Final = {
    "case": ("case", "trường hợp"),
    "question": ("question", "câu hỏi", "name", "nội dung"),
    "answer": ("answer", "trả lời", "set"),
    "shown": ("shown", "hiện", "visible"),
    "value": ("value", "giá trị"),
    "problem": ("problem", "lỗi", "violation"),
}
YES: Final = ("yes", "có", "true", "1", "x")
NO: Final = ("no", "không", "false", "0")
EMPTY: Final = ("(empty)", "(blank)", "(trống)")
ADD: Final = ("(add)", "(thêm)")
PROBLEMS: Final = {
    "": (*NO, "none"),
    "required": ("required", "bắt buộc"),
    "constraint": ("constraint", "ràng buộc"),
    "type": ("type", "sai kiểu"),
}
MOST_STEPS: Final = 5_000


@dataclass
class _Case:
    name: str
    instance: Instance


def try_out(form: Form, tests: Sheet) -> list[Problem]:
    """Every step of the sheet `tests` that does not turn out as written; empty when all do."""
    notes = Notes()
    at = _columns(tests)
    if "question" not in at:
        notes.error(
            "test-column",
            N_("The column {text} is missing, so no test can be run. Add it to the first row of the sheet."),
            tests.name,
            tests.header_row,
            "question",
            text="question",
        )
        return notes
    places = _places(form)
    case: _Case | None = None
    for row in tests.rows[:MOST_STEPS]:
        name = row.get(at.get("case", ""))
        if case is None or name:
            case = _Case(name or "1", form.new())
        if row.get(at["question"]):
            _step(row, at, tests, case, places, notes)
        elif any(row.get(at.get(part, "")) for part in ("answer", "shown", "value", "problem")):
            notes.error(
                "test-question",
                N_("The step names no question. Write the name of a question of the form."),
                tests.name,
                row.number,
                at["question"],
            )
    return notes


def _step(
    row: Row,
    at: Mapping[str, str],
    tests: Sheet,
    case: _Case,
    places: Mapping[str, tuple[str, Question | None]],
    notes: Notes,
) -> None:
    asked = row.get(at["question"])
    plain = "/".join(part.split("[")[0] for part in asked.split("/"))
    found = places.get(plain)
    if found is None:
        notes.error(
            "test-unknown",
            N_("{text} is no question of this form. Write the name of a question or group, or its path."),
            tests.name,
            row.number,
            at["question"],
            text=asked,
            among=places,
        )
        return
    path, question = (asked if "[" in asked else found[0]), found[1]
    answer = row.get(at.get("answer", ""))
    if answer and not _answer(answer, path, question, row, at, tests, case, notes):
        return
    try:
        node = case.instance[path]
        shown, value, violation = bool(node.relevant), node.value or "", node.violation
    except FormError as refused:
        _refused(refused, "question", row, at, tests, notes)
        return
    _compare_shown(shown, row, at, tests, case, notes)
    _compare_value(value if shown else "", question, row, at, tests, case, notes)
    _compare_problem(violation.name.lower() if violation is not None else "", row, at, tests, case, notes)


def _answer(
    answer: str,
    path: str,
    question: Question | None,
    row: Row,
    at: Mapping[str, str],
    tests: Sheet,
    case: _Case,
    notes: Notes,
) -> bool:
    word = _fold(answer)
    try:
        if word in ADD:
            case.instance.add_repeat(path)
        else:
            case.instance.answer(path, "" if word in EMPTY else _choice(answer, question))
    except FormError as refused:
        _refused(refused, "answer", row, at, tests, notes)
        return False
    return True


def _refused(refused: FormError, part: str, row: Row, at: Mapping[str, str], tests: Sheet, notes: Notes) -> None:
    notes.error(
        "test-refused",
        N_("The step cannot be done: {reason}"),
        tests.name,
        row.number,
        at[part],
        reason="; ".join(problem.message for problem in refused.problems),
    )


def _compare_shown(shown: bool, row: Row, at: Mapping[str, str], tests: Sheet, case: _Case, notes: Notes) -> None:
    wanted = row.get(at.get("shown", ""))
    if not wanted:
        return
    word = _fold(wanted)
    if word not in YES + NO:
        _unknown_word(wanted, "yes, no (có, không)", "shown", row, at, tests, notes)
    elif (word in YES) != shown:
        notes.error(
            "test-shown",
            N_("Case “{case}”: {text} is shown, but must not be. Correct its relevant, or this test.")
            if shown
            else N_("Case “{case}”: {text} is not shown, but must be. Correct its relevant, or this test."),
            tests.name,
            row.number,
            at["shown"],
            case=case.name,
            text=row.get(at["question"]),
        )


def _compare_value(
    value: str, question: Question | None, row: Row, at: Mapping[str, str], tests: Sheet, case: _Case, notes: Notes
) -> None:
    written = row.get(at.get("value", ""))
    if not written:
        return
    wanted = "" if _fold(written) in EMPTY else _choice(written, question)
    if not _same(value, wanted, question):
        notes.error(
            "test-value",
            N_("Case “{case}”: {text} must be “{wanted}” but is “{found}”. Correct the form, or this test."),
            tests.name,
            row.number,
            at["value"],
            case=case.name,
            text=row.get(at["question"]),
            wanted=wanted,
            found=value,
        )


def _compare_problem(violation: str, row: Row, at: Mapping[str, str], tests: Sheet, case: _Case, notes: Notes) -> None:
    written = row.get(at.get("problem", ""))
    if not written:
        return
    wanted = next((kind for kind, words in PROBLEMS.items() if _fold(written) in words), None)
    if wanted is None:
        _unknown_word(
            written,
            "no, required, constraint, type (không, bắt buộc, ràng buộc, sai kiểu)",
            "problem",
            row,
            at,
            tests,
            notes,
        )
    elif wanted != violation:
        notes.error(
            "test-problem",
            N_(
                "Case “{case}”: {text} must have the problem “{wanted}” but has “{found}”. Correct the form, or this test."
            ),
            tests.name,
            row.number,
            at["problem"],
            case=case.name,
            text=row.get(at["question"]),
            wanted=PROBLEMS[wanted][-1] if wanted else NO[1],
            found=PROBLEMS[violation][-1] if violation in PROBLEMS and violation else violation or NO[1],
        )


def _unknown_word(
    word: str, allowed: str, part: str, row: Row, at: Mapping[str, str], tests: Sheet, notes: Notes
) -> None:
    notes.error(
        "test-word",
        N_("{text} is not allowed here. Write one of: {allowed}."),
        tests.name,
        row.number,
        at[part],
        text=word,
        allowed=allowed,
    )


def _same(value: str, wanted: str, question: Question | None) -> bool:
    if question is not None and question.control in ("select", "rank"):
        return sorted(value.split()) == sorted(wanted.split()) if question.control == "select" else value == wanted
    if value == wanted:
        return True
    try:
        return float(value) == float(wanted)
    except ValueError:
        return False


def _choice(text: str, question: Question | None) -> str:
    """The value of a choice that is written as its label; any other text as it is."""
    if question is None or question.control not in ("select1", "select", "rank"):
        return text
    choices = question.choices()
    if any(text == value for value, _label in choices):
        return text
    return next((value for value, label in choices if _fold(label) == _fold(text)), text)


def _places(form: Form) -> dict[str, tuple[str, Question | None]]:
    """Names and paths of questions and groups -> path; a name that several carry is left out."""
    paths: dict[str, tuple[str, Question | None]] = {}
    names: dict[str, list[str]] = {}
    for question in form.questions:
        paths[question.path] = (question.path, question)
        names.setdefault(question.name, []).append(question.path)
        parent = question.parent
        while parent is not None and parent.kind != "root":
            if parent.path and parent.path not in paths:
                paths[parent.path] = (parent.path, None)
                names.setdefault(parent.local, []).append(parent.path)
            parent = parent.parent
    for name, owners in names.items():
        if len(owners) == 1:
            paths.setdefault(name, paths[owners[0]])
    return paths


def _columns(tests: Sheet) -> dict[str, str]:
    written = {_fold(column): column for column in tests.columns}
    found = {part: next((written[name] for name in names if name in written), "") for part, names in COLUMNS.items()}
    return {part: column for part, column in found.items() if column}


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
