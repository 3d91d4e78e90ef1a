"""Commands that write papers: minutes, reports, and the list of findings."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from inspector import days, findings, i18n, reports
from inspector.commands import DONE, given
from inspector.commands.opening import open_for
from inspector.commands.options import TAKEN_BY
from inspector.commands.out import Out
from inspector.errors import InspectorError, WrongUsage
from inspector.i18n import N_, _, ngettext
from inspector.model import FindingState
from inspector.reports import exported, papers, phrases, words
from inspector.reports.document import Document
from inspector.reports.errors import NotProtected
from inspector.reports.gather import day_of


class PasswordMissing(InspectorError):
    """A paper was to be protected and nobody gave a password."""

    code = "paper.password"
    message = N_("The PDF is to be protected, and no password was given.")
    hint = N_("Set INSPECTOR_PASSWORD, or type it when asked.")


class OptionElsewhere(WrongUsage):
    """A report was given an option that it makes no use of."""

    code = "report.option"
    message = N_("The report {report} makes no use of {option}.")
    hint = N_("{option} is for: {reports}. Leave it out. Nothing was written.")


class StateUnknown(InspectorError):
    """Findings were asked for in a state that none can be in."""

    code = "finding.state-unknown"
    message = N_("{state} is not a state of findings.")
    hint = N_("Take one of: {known}.")


def minutes(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.read() as reader:
        document = papers.minutes_of(reader, args.visit, language=i18n.language())
    return _written(document, args, out)


def report(args: Namespace, out: Out) -> int:
    _usable(args, out)
    today = days.today()
    last = given.day(args.ends, "--to") or today
    first = given.day(args.starts, "--from") or last.replace(month=1, day=1)
    on = given.day(args.on, "--on") or today
    if first > last:
        raise given.PeriodWrong(first=words.day(first), last=words.day(last))
    with open_for(args) as store, store.read() as reader:
        if args.name in exported.EXPORTS:
            rows = exported.export(
                reader,
                args.name,
                Path(args.out),
                first=first,
                last=last,
                on=on,
                progress=out.progress,
                language=i18n.language(),
            )
            out.result({"file": args.out, "rows": rows})
            out.line(_("Written: {file}").format(file=args.out))
            return DONE
        asked = papers.Asked(first, last, on, args.site, args.visit, args.team, args.form)
        document = papers.paper(reader, args.name, asked, language=i18n.language())
    return _written(document, args, out)


def _usable(args: Namespace, out: Out) -> None:
    """
    Every option that was given says something to the report. A period may be given to any of them, so that a script can give
    the same to all; where it says nothing that is told. Raises OptionElsewhere.
    """
    if args.name not in (*reports.REPORTS, *exported.EXPORTS):
        return
    for option in ("on", "site", "visit", "team", "form"):
        if getattr(args, option) and args.name not in TAKEN_BY[option]:
            raise OptionElsewhere(report=args.name, option=f"--{option}", reports=", ".join(TAKEN_BY[option]))
    if args.name in exported.EXPORTS:
        if args.reader:
            raise OptionElsewhere(report=args.name, option="--for", reports=", ".join(reports.REPORTS))
        if args.protect:
            raise NotProtected(file=Path(args.out).name)
    if (args.starts or args.ends) and args.name not in TAKEN_BY["from"]:
        out.note(
            _("The report {report} is of no period; --from and --to change nothing in it.").format(report=args.name)
        )


def list_findings(args: Namespace, out: Out) -> int:
    states = [state.value for state in FindingState]
    if args.state and args.state not in states:
        raise StateUnknown(state=args.state, known=", ".join(states))
    with open_for(args) as store, store.read() as reader:
        today = store.clock().date()
        standing = findings.listed(reader, today=today, state=args.state or None, overdue=args.overdue)
        found = [one.described() for one in standing]
    out.result({"findings": found})
    if not out.as_json:
        rows = [
            (
                one["site"],
                one["item"],
                phrases.severity(one["severity"]),
                findings.state_words(one["state"]),
                words.day(day_of(one["due"])),
                one["text"],
            )
            for one in found
        ]
        out.table(rows, (_("Site"), _("Item"), _("Severity"), _("State"), _("Due"), _("Finding")))
        out.line(ngettext("{n} finding.", "{n} findings.", len(found)))
    return DONE


def _written(document: Document, args: Namespace, out: Out) -> int:
    """The copy for its reader, sealed when that is asked for; without a reader the copy carries every annex."""
    copy = document.copy_for(args.reader) if args.reader else document
    password = _password() if args.protect else None
    reports.render(copy, Path(args.out), progress=out.progress, password=password)
    out.result({"file": args.out})
    out.line(_("Written: {file}").format(file=args.out))
    return DONE


def _password() -> str:
    """From INSPECTOR_PASSWORD or a prompt, never from an argument that others could read. Raises PasswordMissing."""
    typed = os.environ.get("INSPECTOR_PASSWORD", "")
    if not typed and sys.stdin.isatty():
        with suppress(EOFError):
            typed = getpass.getpass(_("Password of the PDF: "))
    if not typed:
        raise PasswordMissing
    return typed
