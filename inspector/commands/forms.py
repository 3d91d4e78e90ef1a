"""Commands about checklists: check, convert, install, list, show, blank, diff."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from inspector import checklists, editions, i18n
from inspector.commands import DONE, WAITS, given
from inspector.commands.opening import open_for, whoever
from inspector.commands.out import Out
from inspector.errors import FileUnreadable, fault_of
from inspector.i18n import _, ngettext

if TYPE_CHECKING:
    from inspector.form import Form


def _there(file: str) -> Path:
    """The path of a checklist that can be opened. Raises FileUnreadable."""
    try:
        with open(file, "rb"):
            return Path(file)
    except OSError as fault:
        raise FileUnreadable(file=file, reason=fault_of(fault)) from None


@contextmanager
def _named(file: str) -> Iterator[None]:
    """What is wrong with a checklist is said with the file that it stands in. Raises ChecklistRefused."""
    from inspector.form import FormError

    try:
        yield
    except FormError as refused:
        raise checklists.ChecklistRefused(file=Path(file).name, reason=refused.line()) from None


def check(args: Namespace, out: Out) -> int:
    from inspector.form import xlsform

    problems = xlsform.check(_there(args.file))
    out.result(
        {
            "problems": [
                dict(
                    sheet=one.sheet,
                    row=one.row,
                    column=one.column,
                    code=one.code,
                    message=one.message,
                    text=one.text,
                    suggestion=one.suggestion,
                    cure=one.cure,
                )
                for one in problems
            ]
        }
    )
    if not out.as_json:
        for one in problems:
            out.line(one.line())
        out.line(ngettext("{n} problem found.", "{n} problems found.", len(problems)))
    return WAITS if problems else DONE


def convert(args: Namespace, out: Out) -> int:
    from inspector.form import xlsform
    from inspector.reports.files import written

    target = given.to_write(args.out, ".xml")
    with _named(args.file):
        converted = xlsform.read(_there(args.file))
    with written(target) as file:
        file.write(converted.xform.encode())
    out.result({"file": args.out, "name": converted.id, "version": converted.version, "title": converted.title})
    for one in converted.problems:
        out.line(one.line())
    if not out.as_json:
        out.line(_("Written: {file}").format(file=args.out))
    return DONE


def install(args: Namespace, out: Out) -> int:
    with open_for(args) as store:
        found = checklists.install(store, _there(args.file))
    out.result({"name": found.name, "version": found.version, "title": found.title, "items": found.items})
    if not out.as_json:
        out.line(_("Installed: {title}, version {version}.").format(title=found.title, version=found.version))
    return DONE


def list_forms(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.read() as reader:
        found = checklists.installed(reader)
        titles = [checklists.title(reader, one.sha256) for one in found]
    out.result({"forms": [dict(name=f.name, version=f.version, title=f.title, items=f.items) for f in found]})
    if not out.as_json:
        out.table(
            [(one.name, one.version, one.items, title) for one, title in zip(found, titles, strict=True)],
            (_("Code"), _("Version"), _("Items"), _("Title")),
        )
    return DONE


def show(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.read() as reader:
        found = checklists.named(reader, args.name)
        form = checklists.form(reader, found.sha256)
    items = list(checklists.items(form).values())
    out.result(
        {
            "name": found.name,
            "version": found.version,
            "title": found.title,
            "items": [
                dict(
                    path=item.path,
                    code=item.code,
                    section=item.section,
                    text=item.text,
                    severity=item.severity,
                    legal_basis=item.basis,
                    confirmed=item.confirmed,
                    due_days=item.due_days,
                    unit=item.unit,
                    min=item.least,
                    max=item.most,
                )
                for item in items
            ],
        }
    )
    if not out.as_json:
        spoken = checklists.items(form, i18n.language())
        out.line(f"{form.title_in(i18n.language())} · {found.version}")
        out.table([(one.code, one.path, one.text) for one in spoken.values()], (_("Code"), _("Path"), _("Item")))
    return DONE


def blank(args: Namespace, out: Out) -> int:
    from inspector import reports
    from inspector.reports import papers

    with open_for(args) as store, store.read() as reader:
        document = papers.blank_of(reader, args.name, language=i18n.language())
    reports.render(document, Path(args.out))
    out.result({"file": args.out})
    out.line(_("Written: {file}").format(file=args.out))
    return DONE


def _loaded(file: str) -> Form:
    from inspector.form import load, xlsform

    with _named(file):
        return load(xlsform.read(_there(file)).xform)


def diff(args: Namespace, out: Out) -> int:
    from inspector.form import versions

    changes = versions.diff(_loaded(args.old), _loaded(args.new))
    out.result(
        {
            "changes": [
                dict(code=one.kind, item=one.item, path=one.new or one.old, message=one.sentence()) for one in changes
            ]
        }
    )
    if not out.as_json:
        for one in changes:
            out.line(one.sentence())
        out.line(ngettext("{n} change.", "{n} changes.", len(changes)))
    return DONE


def move(args: Namespace, out: Out) -> int:
    """Exit 3 when answers were, or would be, kept aside."""
    with open_for(args) as store:
        with store.read() as reader:
            planned = editions.preview(reader, args.visit, args.name, args.version)
        if not args.dry_run:
            with store.together():
                person = whoever(store, args.by)
                editions.move(store, args.visit, args.name, args.version, by=person.uid)
    moved = planned.moved
    out.result(
        {
            "moved": not args.dry_run,
            "kept": len(moved.kept),
            "open": list(moved.open),
            "hidden": list(moved.hidden),
            "aside": [dict(path=one.path, value=one.text, reason=one.reason) for one in moved.aside],
        }
    )
    if not out.as_json:
        for line in planned.lines():
            out.line(line)
    return WAITS if moved.aside else DONE
