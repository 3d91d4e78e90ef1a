"""
The lists that people read: sites, visits, findings, each sorted, filtered and cut into pages by the database.

Every function takes a Reader and gives the lines of one page with how many there are in all. A day is an ISO date.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, case, exists, func, literal, or_, select

from inspector.collecting import put_off
from inspector.model import GRAVITY, VisitState
from inspector.store import bulk
from inspector.store.store import Reader
from inspector.store.tables import PROJECTIONS, checklist, checklist_item, disagreement, sheet_of
from inspector.text import fold

_site, _visit, _sheet = PROJECTIONS["site"], PROJECTIONS["visit"], PROJECTIONS["sheet"]
_finding, _signature, _member = PROJECTIONS["finding"], PROJECTIONS["signature"], PROJECTIONS["member"]
_handover, _answer, _person = PROJECTIONS["handover"], PROJECTIONS["answer"], PROJECTIONS["person"]
_round = PROJECTIONS["round"]

_due: Final = case((_finding.c.extension != "", func.substr(_finding.c.extension, 1, 10)), else_=_finding.c.due)
"""The deadline that counts: the extension's, or else the one that was signed."""
_unsettled: Final = _finding.c.urgency < "1"
"""Neither closed nor remedied on the spot; how urgency is written is said in summary.py."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Which piece of a list, in which order."""

    offset: int = 0
    limit: int = 100
    order: str | None = None
    descending: bool = False


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site in a list, with what its visits have found."""

    uid: str
    code: str
    name: str
    types: str
    commune: str
    unit: str
    lat: float | None
    lon: float | None
    last_visit: str
    open_findings: int
    critical: int
    due: str

    def state(self, today: str) -> str:
        """How it stands: fail with an open critical finding, warn when something is overdue, pass when visited, else na."""
        if self.critical:
            return "fail"
        if self.due and self.due < today:
            return "warn"
        return "pass" if self.last_visit else "na"


class Position(NamedTuple):
    """Where a site lies, and how it stands (SiteLine.state); one of very many, so it holds little."""

    code: str
    uid: str
    name: str
    lat: float
    lon: float
    state: str


_FEW: Final = 5000
_AT_ONCE: Final = 500
"""So many lines of one page are asked for by their uids; more of them are read in one go."""
_SITE_LINE: Final = tuple(field.name for field in fields(SiteLine))


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in a list."""

    uid: str
    date: str
    site: str
    code: str
    name: str
    commune: str
    team: str
    round: str
    round_name: str
    due: str
    forms: str
    state: str
    findings: int

    @property
    def form_names(self) -> list[str]:
        """The checklists of the visit."""
        return self.forms.split(",") if self.forms else []


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in a list, with the item and the site it is about."""

    uid: str
    visit: str
    form: str
    path: str
    item: str
    item_text: str
    section: str
    text: str
    severity: str
    state: str
    due: str
    in_charge: str
    remedy: str
    on_the_spot: str
    site: str
    code: str
    name: str
    commune: str
    date: str
    sha256: str
    """The checklist that the item stands in."""

    def days_late(self, today: str) -> int:
        """Days past the deadline; 0 when there is none, it has not passed, or the finding is settled."""
        from datetime import date

        if not self.due or self.settled:
            return 0
        try:
            return max(0, (date.fromisoformat(today) - date.fromisoformat(self.due)).days)
        except ValueError:
            return 0

    @property
    def settled(self) -> bool:
        """Closed, or remedied on the spot."""
        return self.state == "closed" or bool(self.on_the_spot)


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits, for the rail."""

    sites: int = 0
    visits: int = 0
    unfinished: int = 0
    findings: int = 0
    overdue: int = 0
    disagreements: int = 0


def sites(
    reader: Reader,
    piece: Slice = Slice(),
    *,
    search: str = "",
    commune: str | None = None,
    kind: str | None = None,
    unit: str | None = None,
    state: str | None = None,
    today: str = "",
) -> tuple[list[SiteLine], int]:
    """Sites that match; `kind` is one of their types, `state` one of never, long_ago, open, overdue, soon, clear."""
    lines: Select[Any] = select(*[_site.c[name] for name in _SITE_LINE])
    for word in _words(search):
        lines = lines.where(_site.c.search.like(word, escape="\\"))
    lines = lines.where(_site.c.code != "")
    if commune:
        lines = lines.where(_site.c.commune == commune)
    if kind:
        lines = lines.where(literal(" ").concat(_site.c.types).concat(" ").like(f"% {kind} %"))
    if unit:
        lines = lines.where(_site.c.unit == unit)
    if state == "never":
        lines = lines.where(_site.c.last_visit == "")
    elif state == "open":
        lines = lines.where(_site.c.open_findings > 0)
    elif state == "overdue":
        lines = lines.where(_site.c.due != "", _site.c.due < today)
    elif state == "soon":
        lines = lines.where(_site.c.due >= today, _site.c.due <= _later(today, 7))
    elif state == "long_ago":
        lines = lines.where(_site.c.last_visit != "", _site.c.last_visit < _later(today, -365))
    elif state == "clear":
        lines = lines.where(_site.c.last_visit != "", _site.c.open_findings == 0)
    return _page(reader, lines, _site, piece, SiteLine, default="code")


def site_choices(reader: Reader) -> dict[str, list[str]]:
    """What sites can be filtered by: communes, types, units that occur."""
    found: dict[str, list[str]] = {}
    for name in ("commune", "types", "unit"):
        column = _site.c[name]
        values = reader.connection.execute(select(column).where(column != "").distinct()).scalars()
        split = {part for value in values for part in (value.split() if name == "types" else (value,))}
        found[name] = sorted(split, key=fold)
    return found


def positions(reader: Reader, today: str) -> list[Position]:
    """Every site that has coordinates, and how it stands."""
    asked = (
        "SELECT code, uid, name, lat, lon, CASE WHEN critical > 0 THEN 'fail' WHEN due <> '' AND due < ? THEN 'warn' "
        "WHEN last_visit <> '' THEN 'pass' ELSE 'na' END "
        "FROM site WHERE code <> '' AND lat IS NOT NULL AND lon IS NOT NULL"
    )
    with put_off():
        return sorted(map(functools.partial(tuple.__new__, Position), bulk.rows(reader.connection, asked, today)))


def visits(
    reader: Reader,
    piece: Slice = Slice(),
    *,
    search: str = "",
    state: str | None = None,
    site: str | None = None,
    round: str | None = None,
    unfinished: bool = False,
) -> tuple[list[VisitLine], int]:
    """Visits that match, the newest first."""
    lines: Select[Any] = (
        select(
            _visit.c.uid,
            _visit.c.date,
            _visit.c.site,
            func.coalesce(_site.c.code, "").label("code"),
            func.coalesce(_site.c.name, "").label("name"),
            func.coalesce(_site.c.commune, "").label("commune"),
            _visit.c.team,
            _visit.c.round,
            func.coalesce(_round.c.name, "").label("round_name"),
            func.coalesce(_round.c.ends, "").label("due"),
            _visit.c.forms,
            _visit.c.state,
            _visit.c.findings,
        )
        .join(_site, _site.c.uid == _visit.c.site, isouter=True)
        .join(_round, _round.c.uid == _visit.c.round, isouter=True)
    )
    if words := _words(search):
        lines = lines.where(_visit.c.site.in_(_found(reader, _sites_like(*words))))
    if state:
        lines = lines.where(_visit.c.state == state)
    if unfinished:
        open_states = (VisitState.PLANNED.value, VisitState.DRAFT.value, VisitState.AGREED.value)
        lines = lines.where(_visit.c.state.in_(open_states))
    if site:
        lines = lines.where(_visit.c.site == site)
    if round:
        lines = lines.where(_visit.c.round == round)
    return _page(reader, lines, _visit, piece, VisitLine, default="date", default_descending=True)


def findings(
    reader: Reader,
    piece: Slice = Slice(),
    *,
    search: str = "",
    state: str | None = None,
    severity: str | None = None,
    site: str | None = None,
    visit: str | None = None,
    form: str | None = None,
    commune: str | None = None,
    in_charge: str | None = None,
    uid: str | None = None,
    today: str = "",
) -> tuple[list[FindingLine], int]:
    """
    Findings that stand and match, overdue ones first. `state` is a state of a finding, or one of
    open (not settled), overdue, soon (due within seven days).
    """
    rank = case(GRAVITY, value=_finding.c.severity, else_=len(GRAVITY))
    lines: Select[Any] = (
        select(
            _finding.c.uid,
            _finding.c.visit,
            _finding.c.form,
            _finding.c.path,
            func.coalesce(checklist_item.c.code, "").label("item"),
            func.coalesce(checklist_item.c.text, "").label("item_text"),
            func.coalesce(checklist_item.c.section, "").label("section"),
            _finding.c.text,
            _finding.c.severity,
            _finding.c.standing.label("state"),
            _due.label("due"),
            _finding.c.in_charge,
            _finding.c.remedy,
            _finding.c.on_the_spot,
            _finding.c.site,
            func.coalesce(_site.c.code, "").label("code"),
            func.coalesce(_site.c.name, "").label("name"),
            func.coalesce(_site.c.commune, "").label("commune"),
            func.coalesce(_visit.c.date, "").label("date"),
            func.coalesce(_sheet.c.sha256, "").label("sha256"),
        )
        .join(_visit, _visit.c.uid == _finding.c.visit, isouter=True)
        .join(_site, _site.c.uid == _finding.c.site, isouter=True)
        .join(_sheet, sheet_of(_finding), isouter=True)
        .join(
            checklist_item,
            and_(checklist_item.c.sha256 == _sheet.c.sha256, checklist_item.c.path == _finding.c.path),
            isouter=True,
        )
        .where(_finding.c.stands == 1)
    )
    about = [word for word in _words(search) if reader.connection.execute(_items_like(word).limit(1)).first()]
    at = [word for word in _words(search) if word not in about]
    if at:
        lines = lines.where(_finding.c.site.in_(_found(reader, _sites_like(*at))))
    for word in about:
        named = _item_of_finding.in_(_items_like(word))
        lines = lines.where(or_(_finding.c.site.in_(_found(reader, _sites_like(*at, word))), named))
    if state == "open":
        lines = lines.where(_unsettled)
    elif state == "overdue":
        lines = lines.where(_finding.c.urgency >= "00", _finding.c.urgency < f"00{today}")
    elif state == "soon":
        lines = lines.where(_finding.c.urgency >= f"00{today}", _finding.c.urgency < f"00{_later(today, 7)}9")
    elif state:
        lines = lines.where(_finding.c.standing == state)
    equal = {
        _finding.c.severity: severity,
        _finding.c.site: site,
        _finding.c.visit: visit,
        _finding.c.form: form,
        _finding.c.in_charge: in_charge,
        _finding.c.uid: uid,
    }
    for column, wanted in equal.items():
        if wanted:
            lines = lines.where(column == wanted)
    if commune:
        lines = lines.where(_finding.c.site.in_(_found(reader, select(_site.c.uid).where(_site.c.commune == commune))))
    return _page(
        reader,
        lines,
        _finding,
        piece,
        FindingLine,
        default="due",
        urgency=(_finding.c.urgency,),
        ranks={"severity": rank},
    )


def finding_choices(reader: Reader) -> dict[str, list[str]]:
    """What findings can be filtered by: forms that are in use, communes that were visited, people or units in charge."""
    used = exists().where(_sheet.c.form == checklist.c.name)
    asked: dict[str, Select[Any]] = {
        "form": select(checklist.c.name).where(used).distinct(),
        "commune": select(_site.c.commune).where(_site.c.commune != "", _site.c.last_visit != "").distinct(),
    }
    found = {name: list(reader.connection.execute(one).scalars()) for name, one in asked.items()}
    found["in_charge"] = list(_next_ones(reader))
    return {name: sorted(values, key=fold) for name, values in found.items()}


def _next_ones(reader: Reader) -> Iterator[str]:
    """Who is in charge of a finding, each asked for after the one before: few names stand in very many rows."""
    last = ""
    while True:
        asked = select(func.min(_finding.c.in_charge)).where(_finding.c.stands == 1, _finding.c.in_charge > last)
        found = reader.connection.execute(asked).scalar()
        if not found:
            return
        last = str(found)
        yield last


def counts(reader: Reader, *, today: str) -> Counts:
    """How much there is, and how much of it waits."""

    def number(asked: Select[Any]) -> int:
        return int(reader.connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one())

    unsettled = select(_finding.c.uid).where(_finding.c.stands == 1, _unsettled)
    return Counts(
        sites=number(select(_site.c.uid).where(_site.c.code != "")),
        visits=number(select(_visit.c.uid)),
        unfinished=number(select(_visit.c.uid).where(_visit.c.state.in_(("planned", "draft", "agreed")))),
        findings=number(unsettled),
        overdue=number(unsettled.where(_finding.c.urgency >= "00", _finding.c.urgency < f"00{today}")),
        disagreements=number(select(disagreement.c.uid)),
    )


def answers_at(reader: Reader, site: str) -> list[tuple[str, str, str, str, str]]:
    """Every answer that was given at a site: (date, visit, form, path, value), oldest first."""
    asked = (
        select(_visit.c.date, _visit.c.uid, _answer.c.form, _answer.c.path, _answer.c.value)
        .join(_visit, _visit.c.uid == _answer.c.visit)
        .where(_visit.c.site == site, _answer.c.value != "")
        .order_by(_visit.c.date, _visit.c.uid)
    )
    return [(date, uid, form, path, value) for date, uid, form, path, value in reader.connection.execute(asked)]


_item_of_finding: Final = _finding.c.form.concat("/").concat(_finding.c.path)


def _words(search: str) -> list[str]:
    """What a search asks for, as patterns, without accents."""
    words = fold(search).split()
    return ["%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%" for word in words]


def _sites_like(*patterns: str) -> Select[Any]:
    return select(_site.c.uid).where(*[_site.c.search.like(one, escape="\\") for one in patterns])


def _found(reader: Reader, asked: Select[Any]) -> Any:
    """The uids that are asked for, told one by one where they are few: then an index finds what belongs to each."""
    uids = list(reader.connection.execute(asked.limit(_FEW + 1)).scalars())
    if len(uids) > _FEW:
        return asked
    if reader.connection.dialect.name != "sqlite":
        return uids
    return select(func.json_each(json.dumps(uids)).table_valued("value").c.value)


def _items_like(pattern: str) -> Select[Any]:
    named = checklist.c.name + "/" + checklist_item.c.path
    items = checklist_item.join(checklist, checklist.c.sha256 == checklist_item.c.sha256)
    return select(named).select_from(items).where(func.lower(checklist_item.c.code).like(pattern, escape="\\"))


def _page(
    reader: Reader,
    lines: Select[Any],
    table: Any,
    piece: Slice,
    record: type[Any],
    *,
    default: str,
    default_descending: bool = False,
    urgency: Sequence[Any] = (),
    ranks: dict[str, Any] | None = None,
) -> tuple[list[Any], int]:
    """
    One page and how many there are. The columns are those of the record, in its order. What `lines` asks for is all of `table`: it is counted and cut there,
    then joined.
    """
    wanted = [] if lines.whereclause is None else [lines.whereclause]
    total = int(reader.connection.execute(select(func.count()).select_from(table).where(*wanted)).scalar_one())
    named = {column.key: column for column in lines.selected_columns}
    if piece.order is None and urgency:
        order: Sequence[Any] = urgency
    else:
        known = piece.order is not None and piece.order in named
        key = piece.order if known and piece.order else default
        descending = piece.descending if known else default_descending
        column = (ranks or {}).get(key, named[key])
        order = [column.desc() if descending else column.asc()]
    plain = [getattr(one, "element", one) for one in order]
    if piece.limit > _AT_ONCE or any(getattr(one, "table", None) is not table for one in plain):
        rows = reader.connection.execute(lines.order_by(*order, table.c.uid).limit(piece.limit).offset(piece.offset))
        return [record(*row) for row in rows], total
    cut = select(table.c.uid).where(*wanted).order_by(*order, table.c.uid).limit(piece.limit).offset(piece.offset)
    uids = list(reader.connection.execute(cut).scalars())
    shown = select(*lines.selected_columns).select_from(*lines.get_final_froms()).where(table.c.uid.in_(uids))
    found = {line.uid: line for line in (record(*row) for row in reader.connection.execute(shown))}
    return [found[uid] for uid in uids], total


def _later(day: str, days: int) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(day) + timedelta(days=days)).isoformat() if day else ""
