"""
The door for checklists: an XLSForm workbook -> the XForm that the engine runs. Used when a checklist is written or
installed, never on site.

    read(path)     workbook or ready XForm -> Converted; refuses with every problem it found, each with its cell
    check(path)    every problem of a workbook: its tables, its expressions, and its own test cases

Workbooks may be .xlsx, .xls, .csv or Markdown; what a file is, its content says and not its name. The reference
converter makes the XForm; nothing it does or raises is seen outside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.form.door.columns import check_columns
from inspector.form.door.converter import convert, ordered
from inspector.form.door.inspection import check_inspection
from inspector.form.door.lists import check_choices, check_settings, check_translations
from inspector.form.door.notes import Notes
from inspector.form.door.survey import Survey, check_survey
from inspector.form.door.tables import Sheet, Tables, read_tables
from inspector.form.problems import FormError, Place, Problem
from inspector.i18n import N_

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_XFORMS = "{http://www.w3.org/2002/xforms}"
_XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Converted:
    """
    A checklist after the door: the XForm text, what it is called, and where each node was written.

    `origin` maps a nodeset to sheet, row and column; `nodeset|relevant` (constraint, calculate, …) to the very cell.
    `problems` holds warnings only: what would refuse the form has been raised.
    """

    xform: str = field(repr=False)
    title: str
    id: str
    version: str
    problems: tuple[Problem, ...] = ()
    origin: Mapping[str, Place] = field(default_factory=dict, repr=False)
    tests: Sheet | None = field(default=None, repr=False)


def read(path: Path) -> Converted:
    """
    Convert a workbook, or take a ready XForm as it is.

    Raises:
        FormError: it is no form, is damaged or hostile, or has mistakes; `problems` lists all of them with the warnings.
    """
    tables = read_tables(path)
    if tables.kind == "xml":
        return _identified(tables.xml, Notes(), {}, None)
    notes = Notes()
    survey = _checked(tables, notes)
    if notes.fatal:
        raise FormError(ordered(notes))
    xform = convert(tables, stem=_stem(path), notes=notes)
    return _identified(xform, notes, survey.origin, tables.tests)


def check(path: Path) -> list[Problem]:
    """Everything that is wrong with a workbook, worst first; an empty list means it can be installed."""
    from inspector.form import load
    from inspector.form.trial import try_out

    try:
        converted = read(path)
    except FormError as refused:
        return list(refused.problems)
    found = Notes(converted.problems)
    try:
        form = load(converted.xform, origin=converted.origin)
    except FormError as refused:
        found.extend(refused.problems)
    else:
        if converted.tests is not None:
            found.extend(try_out(form, converted.tests))
    return ordered(found)


def _checked(tables: Tables, notes: Notes) -> Survey:
    survey = check_survey(tables, notes)
    if any(said.code == "xlsform.header-lower" for said in notes):
        return survey  # what else seems wrong comes from taking the title for the names of columns
    check_columns(tables, notes)
    check_choices(tables, survey, notes)
    if survey.questions:
        check_settings(tables, notes)
    check_translations(tables, notes)
    check_inspection(tables, survey, notes)
    return survey


def _identified(xform: str, notes: Notes, origin: Mapping[str, Place], tests: Sheet | None) -> Converted:
    """Title, id and version out of the XForm; refuses one that is no well-formed XML."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(xform.encode(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        notes.append(
            Problem(
                "xlsform.not-well-formed",
                N_("The form is not well-formed XML ({reason}). Make it again from its workbook."),
                (("reason", str(error)[:120] or type(error).__name__),),
            )
        )
        raise FormError(ordered(notes)) from error
    instance = root.find(f".//{_XFORMS}model/{_XFORMS}instance")
    data = instance[0] if instance is not None and len(instance) else None
    if data is None:
        notes.append(
            Problem(
                "xlsform.no-instance", N_("The XForm has no instance to be filled. Make it again from its workbook.")
            )
        )
        raise FormError(ordered(notes))
    title = root.findtext(f".//{_XHTML}title") or ""
    return Converted(
        xform=xform,
        title=title,
        id=data.get("id") or re.sub(r"\{.*\}", "", data.tag),
        version=data.get("version") or "",
        problems=tuple(ordered(notes)),
        origin=origin,
        tests=tests,
    )


def _stem(path: Path) -> str:
    """The file's name as a form id of last resort."""
    return re.sub(r"[^\w.-]+", "_", path.stem) or "form"
