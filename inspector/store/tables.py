"""
The tables of a store.

Journal: what people said, never changed.  `entry` holds the canonical lines, `saying` one row for each thing said, with
`head` telling whether it still stands.  `awaited` names what has been replaced before it arrived.

Ids are hashes: an index of them alone would be written at as many places as there are entries. So entries are found by
`seq`, their place in this store, which every saying carries, or by the device and number that each of them names itself.
Projection: one table for each kind of record (see model.RECORDS), made from the heads; and `finding`, which also follows
from answers.  Local: what this device knows for itself and tells nobody (checklists, parcels that arrived, keys).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Float, Index, Integer, LargeBinary, MetaData, Table, Text

from inspector.model import RECORDS

metadata = MetaData()

entry = Table(
    "entry",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("op", Text, nullable=False),
    Column("line", Text, nullable=False),
    Index("entry_device", "device", "number", "id", unique=True),
)

saying = Table(
    "saying",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("head", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    sqlite_with_rowid=False,
)

awaited = Table(
    "awaited",
    metadata,
    Column("entry", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("field", Text, primary_key=True),
)

disagreement = Table(
    "disagreement",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("field", Text, primary_key=True),
)


def _projection(kind: str) -> Table:
    columns: list[Any] = [Column("uid", Text, primary_key=True)]
    for name, field in RECORDS[kind].model_fields.items():
        if name == "uid":
            continue
        if field.annotation in (float, float | None):
            columns.append(Column(name, Float))
        elif field.annotation is int:
            columns.append(Column(name, BigInteger, nullable=False))
        else:
            columns.append(Column(name, Text, nullable=False))
    columns += [Column(name, type, nullable=False, server_default=empty) for name, type, empty in DERIVED.get(kind, ())]
    return Table(kind, metadata, *columns)


DERIVED: dict[str, tuple[tuple[str, Any, str | None], ...]] = {
    "site": (
        ("search", Text, None),
        ("last_visit", Text, ""),
        ("open_findings", Integer, "0"),
        ("critical", Integer, "0"),
        ("due", Text, ""),
    ),
    "visit": (("state", Text, ""), ("begun", Integer, "0"), ("findings", Integer, "0"), ("forms", Text, "")),
    "sheet": (("day", Text, ""), ("met", Integer, "0"), ("unmet", Integer, "0"), ("na", Integer, "0")),
    "finding": (
        ("stands", Integer, None),
        ("site", Text, ""),
        ("standing", Text, ""),
        ("urgency", Text, ""),
        ("day", Text, ""),
    ),
}
"""What lists and overviews ask of a record that follows from others, kept beside it (summary.py); empty until it is known."""

PROJECTIONS: dict[str, Table] = {kind: _projection(kind) for kind in RECORDS}
Index("answer_visit", PROJECTIONS["answer"].c.visit)
Index("photo_visit", PROJECTIONS["photo"].c.visit)
Index("photo_sha", PROJECTIONS["photo"].c.sha256)
_finding = PROJECTIONS["finding"].c
Index("finding_visit", _finding.visit, _finding.stands)
Index(
    "finding_list",
    *(
        _finding[name]
        for name in ("stands", "urgency", "uid", "site", "severity", "standing", "in_charge", "form", "path")
    ),
)
Index("finding_site", *(_finding[name] for name in ("site", "stands", "urgency", "severity", "form", "path")))
Index("finding_item", *(_finding[name] for name in ("stands", "form", "path", "day", "site")))
Index("finding_charge", _finding.stands, _finding.in_charge)
_sheet = PROJECTIONS["sheet"].c
Index("sheet_form", _sheet.form)
Index("sheet_visit", _sheet.visit, _sheet.form)
Index("sheet_day", *(_sheet[name] for name in ("day", "form", "met", "unmet", "na")))
_visit = PROJECTIONS["visit"].c
Index("visit_state", _visit.state, _visit.date)
Index("visit_round", _visit.round, _visit.date)
Index("member_visit", PROJECTIONS["member"].c.visit)
Index("signature_visit", PROJECTIONS["signature"].c.visit)
Index("visit_site", PROJECTIONS["visit"].c.site, PROJECTIONS["visit"].c.date)
Index("visit_date", *(_visit[name] for name in ("date", "agreed", "site", "purpose", "supplement_of")))
Index("site_code", PROJECTIONS["site"].c.code)


def sheet_of(record: Any) -> ColumnElement[bool]:
    """The sheet on which an answer or a finding stands, by its uid: an index on less would be searched row by row."""
    found: ColumnElement[bool] = PROJECTIONS["sheet"].c.uid == record.c.visit.concat("/").concat(record.c.form)
    return found


evidence = Table(
    "evidence",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)

checklist = Table(
    "checklist",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("xform", Text, nullable=False),
    Column("installed", Integer, nullable=False),
)

checklist_item = Table(
    "checklist_item",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("fails_on", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("due_days", Integer),
    Column("measure_of", Text, nullable=False),
)

arrival = Table(
    "arrival",
    metadata,
    Column("parcel", Text, primary_key=True),
    Column("device", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("file", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("entries", Integer, nullable=False, server_default="0"),
)

brought = Table(
    "brought",
    metadata,
    Column("parcel", Text, primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Which entries a parcel holds, new ones and known ones: from one place in the journal to another."""

handed = Table(
    "handed",
    metadata,
    Column("visit", Text, primary_key=True),
    Column("handover", Text, primary_key=True),
    Index("handed_handover", "handover"),
    sqlite_with_rowid=False,
)
"""Which hand-overs name a visit."""

daily = Table(
    "daily",
    metadata,
    Column("day", Text, primary_key=True),
    Column("form", Text, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("met", "unmet", "na")),
    sqlite_with_rowid=False,
)
"""What the checklists of agreed visits came to, day by day."""

tally = Table(
    "tally",
    metadata,
    Column("device", Text, primary_key=True),
    Column("entries", Integer, nullable=False),
    Column("total", LargeBinary, nullable=False),
)
"""How many entries of a device are here, and what their ids come to (journal/digest.py)."""

private_key = Table(
    "private_key",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("public", Text, nullable=False),
    Column("secret", Text, nullable=False),
)

local = Table(
    "local",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

JOURNAL = (entry, saying, awaited)
