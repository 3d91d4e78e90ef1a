"""
What lists and overviews ask of visits, checklists and sites, kept beside them: made again for those that were touched.

Every value follows from the tables of today and from nothing else, so the order in which things arrived plays no part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from inspector.model import Side, VisitState, gravity
from inspector.store import bulk
from inspector.store.tables import handed

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

SETTLED = "1"
"""How the urgency of a finding begins that is closed or was remedied on the spot."""
_WANTED = {Side.POLICE.value, Side.VNPT.value}


def of_finding(row: dict[str, Any], site: str, day: str) -> None:
    """Where a finding stands, at which site, and how it is ordered: settled ones last, then by deadline and severity."""
    if row["on_the_spot"]:
        standing = "on_the_spot"
    elif row["state"] not in ("", "new"):
        standing = row["state"]
    else:
        standing = "assigned" if row["in_charge"] else "new"
    due = row["extension"][:10] or row["due"]
    settled = SETTLED if row["state"] == "closed" or row["on_the_spot"] else "0"
    rank = gravity(row["severity"])
    row |= {"site": site, "standing": standing, "urgency": f"{settled}{0 if due else 1}{due}{rank}", "day": day}


def of_handovers(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Which visits these hand-overs name."""
    named = [(visit, row["uid"]) for row in rows for visit in set(row["visits"].split())]
    bulk.run(connection, "DELETE FROM handed WHERE handover {among}", [row["uid"] for row in rows])
    bulk.insert(connection, handed, ("visit", "handover"), named)


def of_visits(connection: Connection, uids: Collection[str]) -> None:
    """Where these visits stand, what was found in them, and what each of their checklists came to."""
    if not uids:
        return
    asked = "SELECT uid, date, agreed, reopened, round FROM visit WHERE uid {among}"
    visits = bulk.rows(connection, asked, uids)
    sheets: dict[str, list[Any]] = defaultdict(list)
    for row in bulk.rows(connection, "SELECT uid, visit, form, started, gone FROM sheet WHERE visit {among}", uids):
        sheets[row[1]].append(row)
    signed: dict[str, set[str]] = defaultdict(set)
    asked = "SELECT visit, side FROM signature WHERE (seal <> '' OR refused <> '') AND visit {among}"
    for visit, side in bulk.rows(connection, asked, uids):
        signed[visit].add(side)
    asked = "SELECT visit FROM member WHERE side = 'site' AND gone = '' AND visit {among}"
    represented = {row[0] for row in bulk.rows(connection, asked, uids)}
    gone = {row[0] for row in bulk.rows(connection, "SELECT visit FROM handed WHERE visit {among}", uids)}
    asked = "SELECT visit, sum(stands) FROM finding WHERE visit {among} GROUP BY visit"
    findings = {visit: int(number) for visit, number in bulk.rows(connection, asked, uids)}
    results: dict[tuple[str, str, str], int] = {}
    asked = (
        "SELECT visit, form, value, count(*) FROM answer WHERE value IN ('pass', 'fail', 'na') AND visit {among} "
        "GROUP BY visit, form, value"
    )
    for visit, form, value, number in bulk.rows(connection, asked, uids):
        results[visit, form, value] = number
    of_visit, of_sheet = [], []
    for uid, date, agreed, reopened, round in visits:
        begun = any(started for _uid, _visit, _form, started, _gone in sheets[uid])
        wanted = _WANTED | ({Side.SITE.value} if uid in represented else set())
        if not reopened and wanted <= signed[uid]:
            state = VisitState.HANDED_OVER if uid in gone else VisitState.SIGNED
        elif agreed:
            state = VisitState.AGREED
        else:
            state = VisitState.DRAFT if begun or not round else VisitState.PLANNED
        forms = ",".join(sorted(form for _uid, _visit, form, _started, gone in sheets[uid] if not gone))
        of_visit.append((state.value, int(begun), findings.get(uid, 0), forms, uid))
        for sheet, _visit, form, _started, _gone in sheets[uid]:
            met, unmet, na = (results.get((uid, form, value), 0) for value in ("pass", "fail", "na"))
            of_sheet.append((date[:10] if agreed else "", met, unmet, na, sheet))
    bulk.change(connection, "UPDATE visit SET state = ?, begun = ?, findings = ?, forms = ? WHERE uid = ?", of_visit)
    bulk.change(connection, "UPDATE sheet SET day = ?, met = ?, unmet = ?, na = ? WHERE uid = ?", of_sheet)


def days_of(connection: Connection, visits: Collection[str]) -> set[str]:
    """The days on which the checklists of these visits count, as the tables have it now."""
    if not visits:
        return set()
    found = bulk.rows(connection, "SELECT DISTINCT day FROM sheet WHERE visit {among}", visits)
    return {row[0] for row in found if row[0]}


def of_days(connection: Connection, days: Collection[str] | None = None) -> None:
    """What the checklists of agreed visits came to on these days; on every day when none are named."""
    asked = "INSERT INTO daily (day, form, met, unmet, na) SELECT day, form, sum(met), sum(unmet), sum(na) FROM sheet"
    if days is None:
        bulk.run(connection, "DELETE FROM daily")
        bulk.run(connection, f"{asked} WHERE day <> '' GROUP BY day, form")
    elif days:
        bulk.run(connection, "DELETE FROM daily WHERE day {among}", days)
        bulk.run(connection, f"{asked} WHERE day {{among}} GROUP BY day, form", days)


def of_sites(connection: Connection, uids: Collection[str]) -> None:
    """The last visit of these sites, and what is open there."""
    if not uids:
        return
    known = {row[0]: ["", 0, 0, ""] for row in bulk.rows(connection, "SELECT uid FROM site WHERE uid {among}", uids)}
    if not known:
        return
    asked = "SELECT site, max(date) FROM visit WHERE begun = 1 AND site {among} GROUP BY site"
    for site, last in bulk.rows(connection, asked, known):
        known[site][0] = last
    asked = (
        "SELECT site, count(*), sum(CASE WHEN severity = 'critical' THEN 1 ELSE 0 END), min(substr(urgency, 2)) "
        "FROM finding WHERE stands = 1 AND urgency < '1' AND site {among} GROUP BY site"
    )
    for site, number, critical, first in bulk.rows(connection, asked, known):
        known[site][1:] = [number, int(critical), first[1:-1] if first[0] == "0" else ""]
    statement = "UPDATE site SET last_visit = ?, open_findings = ?, critical = ?, due = ? WHERE uid = ?"
    bulk.change(connection, statement, [(*found, uid) for uid, found in known.items()])
