"""Commands that write papers: minutes, reports, and the list of findings."""

from __future__ import annotations

import datetime
from argparse import Namespace
from pathlib import Path

from inspector import findings, i18n, reports
from inspector.commands import DONE
from inspector.commands.opening import open_for
from inspector.commands.out import Out
from inspector.commands.visiting import day
from inspector.i18n import _, ngettext
from inspector.reports import papers
from inspector.reports.document import Document


def minutes(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.read() as reader:
        document = papers.minutes_of(reader, args.visit, language=i18n.language())
    return _written(document, args.out, out)


def report(args: Namespace, out: Out) -> int:
    today = datetime.datetime.now().astimezone().date()
    last = day(args.ends) or today
    first = day(args.starts) or last.replace(month=1, day=1)
    with open_for(args) as store, store.read() as reader:
        document = papers.report_of(reader, args.name, first=first, last=last, on=today, language=i18n.language())
    return _written(document, args.out, out)


def list_findings(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.read() as reader:
        today = store.clock().date()
        standing = findings.listed(reader, today=today, state=args.state or None, overdue=args.overdue)
        found = [one.described() for one in standing]
    out.result({"findings": found})
    if not out.as_json:
        rows = [(one["site"], one["item"], one["severity"], one["state"], one["due"], one["text"]) for one in found]
        out.table(rows, (_("Site"), _("Item"), _("Severity"), _("State"), _("Due"), _("Finding")))
        out.line(ngettext("{n} finding.", "{n} findings.", len(found)))
    return DONE


def _written(document: Document, name: str, out: Out) -> int:
    reports.render(document, Path(name), progress=out.progress)
    out.result({"file": name})
    out.line(_("Written: {file}").format(file=name))
    return DONE
