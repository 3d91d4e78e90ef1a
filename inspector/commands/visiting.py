"""Commands about visits: start, fill, show, list, sign."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from inspector import answer_files, findings, i18n, people, signing_off, sites, visits
from inspector.commands import DONE, WAITS, given
from inspector.commands.opening import open_for, whoever
from inspector.commands.out import Out
from inspector.i18n import _
from inspector.model import Visit, VisitState
from inspector.reports import phrases, words
from inspector.reports.gather import day_of
from inspector.reports.minutes_data import Result


def new(args: Namespace, out: Out) -> int:
    on = given.day(args.on, "--on")
    with open_for(args) as store, store.together():
        with store.read() as reader:
            site = sites.named(reader, args.site)
        person = people.introduce(store, args.by, side=args.side)
        visit = visits.start(store, site.uid, args.form, by=person.uid, on=on)
    out.result({"visit": visit})
    if not out.as_json:
        out.line(visit)
    return DONE


def fill(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.together():
        person = whoever(store, args.by)
        filled = answer_files.fill(store, args.visit, Path(args.file), by=person.uid)
    out.result({"answers": filled.answers, "violations": [dict(path=p, message=m) for p, m in filled.violations]})
    if not out.as_json:
        out.line(_("{n} answers taken.").format(n=filled.answers))
        for path, message in filled.violations:
            out.line(f"{filled.codes.get(path) or path}: {message}")
    return WAITS if filled.violations else DONE


def show(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.read() as reader:
        found = visits.dossier(reader, args.visit, language=None if out.as_json else i18n.language())
        verdicts = signing_off.verdicts(reader, args.visit)
        lines = [line for page in found.pages for line in page.lines]
        shown: dict[str, Any] = {
            "visit": found.visit.uid,
            "state": found.state.value,
            "site": found.site.code if found.site else "",
            "date": found.visit.date,
            "forms": {page.sheet.form: page.sheet.version for page in found.pages},
            "answers": {
                line.path: dict(
                    value=line.value,
                    note=line.note,
                    photos=[photo.sha256 for photo in line.photos],
                    by=line.by,
                    at=line.at,
                    code=line.item.code,
                    **({"measured": line.measured, "unit": line.item.unit} if line.item.measure else {}),
                )
                for line in lines
            },
            "findings": [
                one.described() for one in findings.listed(reader, today=store.clock().date(), visit=found.visit.uid)
            ],
            "signatures": [
                dict(side=one.side, person=one.person, at=one.at, digest=one.digest, verdict=verdicts[one.uid].value)
                for one in found.signatures
            ],
        }
    out.result(shown)
    if not out.as_json:
        out.line(f"{shown['site']} · {words.day(day_of(found.visit.date))} · {_(visits.STATES[found.state])}")
        out.table(
            [(line.item.code, _answer(line), line.item.text) for line in lines], (_("Code"), _("Answer"), _("Item"))
        )
    return DONE


def _answer(line: visits.Line) -> str:
    """The answer in words, a measured value with its unit; ○ where nobody answered."""
    said = phrases.result(Result(line.value)) if line.value in set(Result) - {Result.OPEN} else line.said or "○"
    return f"{said} ({line.measured} {line.item.unit})" if line.measured else said


def list_visits(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.read() as reader:
        rows = []
        for visit in reader.all(Visit, order="date"):
            site = sites.of_uid(reader, visit.site)
            state = visits.state(reader, visit)
            rows.append(dict(visit=visit.uid, site=site.code if site else "", date=visit.date, state=state.value))
    out.result({"visits": rows})
    if not out.as_json:
        said = [
            (row["visit"], row["site"], words.day(day_of(row["date"])), _(visits.STATES[VisitState(row["state"])]))
            for row in rows
        ]
        out.table(said, (_("Visit"), _("Site"), _("Date"), _("State")))
    return DONE


def sign(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.together():
        person = people.introduce(store, args.by, side=args.side if args.side in ("police", "vnpt", "site") else "")
        signing_off.sign(store, args.visit, side=args.side, by=person.uid)
        with store.read() as reader:
            state = visits.state(reader, visits.known(reader, args.visit))
            digest = signing_off.digest_of(reader, args.visit)
    out.result({"state": state.value, "digest": digest})
    if not out.as_json:
        out.line(f"{_(visits.STATES[state])} · {digest}")
    return DONE
