"""
A register of very many visits for the benchmark, by bulk: real entries, chained and hashed, and the rows that follow from them.

Two visits are made by the program itself, one whose findings are closed and one whose findings are open. Every further
visit is one of them with other uids, another site and day: its lines are written and hashed anew, and every row that the
program made of it is written again with the same changes. Indices over what is random are made at the end.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from inspector import findings, handover, people, sites, visits, workplace
from inspector.journal import Entry, Says, packed, tally
from inspector.model import Member, Op, Side, Signature, site_uid
from inspector.store import Store, bulk, project, summary
from inspector.store.tables import metadata
from tests.benchmarks.merge_workbooks import FORMS

SITES: Final = 5
"""So many visits for each site."""
OPEN: Final = 20
"""The findings of every twentieth visit are open."""
DEVICES: Final = 60
FIRST: Final = datetime.date(2024, 1, 1)
LAST: Final = datetime.date(2026, 11, 24)
COMMUNES: Final = 160
UNITS: Final = 30
KINDS: Final = ("bts", "tower", "exchange", "cabinet", "shop")
WORDS: Final = ("Đồi Sim", "Bến Đá", "Hồ Sen", "Chợ Mới", "Cầu Tre", "Núi Nưa", "Suối Ấm", "Gò Đình")
ALL_TYPES: Final = "bts tower exchange dc office shop warehouse cable_route cabinet manhole"
_TABLES: Final = (
    "entry", "saying", "arrival", "brought", "answer", "finding", "sheet", "visit", "member", "signature", "handover", "handed",
)  # fmt: skip
_BATCH: Final = 100


class _Template:
    """One visit that the program made, cut where another visit differs."""

    def __init__(self, raw: Any, visit: str, site: str) -> None:
        self._visit, self._site = visit, site
        self._device = str(raw.execute("SELECT value FROM local WHERE name = 'device'").fetchone()[0])
        self._date = str(raw.execute("SELECT date FROM visit").fetchone()[0])
        asked = "SELECT id, device, number, at, person, op, line, seq FROM entry ORDER BY seq"
        kept = [row for row in raw.execute(asked).fetchall() if f'"{visit}' in row[6] or '"handover"' in row[6]]
        self._place = {row[0]: place for place, row in enumerate(kept)}
        self._entries = [(row[3], row[4], row[5]) for row in kept]
        self._lines = "\n".join(self._cut(row[6]) for row in kept)
        rows = {"saying": [row for row in raw.execute("SELECT * FROM saying").fetchall() if row[3] in self._place]}
        for name in _TABLES[4:]:
            rows[name] = raw.execute(f'SELECT * FROM "{name}"').fetchall()
        self._columns = {
            name: [self._plan(list(column)) for column in zip(*found, strict=True)] for name, found in rows.items()
        }
        placed = {row[7]: place for place, row in enumerate(kept)}
        self._columns["saying"][-1] = ("seq", [placed[row[-1]] for row in rows["saying"]], [])
        names = metadata.tables["finding"].columns.keys()
        self._due, self._urgency = names.index("due"), names.index("urgency")
        self._number = metadata.tables["handover"].columns.keys().index("number")

    def _cut(self, line: str) -> str:
        """A line with its number and the ids of other lines as places to be filled; the first id is the one before."""
        head, number, _previous, rest = re.fullmatch(r'(\["entry",1,"\w+",)(\d+),"(\w*)"(.*)', line).groups()  # type: ignore[union-attr]
        assert number
        rest = re.sub(r"[0-9a-f]{64}", lambda id: f"\0{self._place[id[0]]}\0" if id[0] in self._place else id[0], rest)
        return f'{head}\1,"\2"{rest}'

    def visit(
        self, uid: str, device: str, turn: int, site: str, day: datetime.date, previous: str, seq: int
    ) -> tuple[dict[str, list[tuple[Any, ...]]], str]:
        """The rows of every table for another visit whose entries come after that place; and the id of its last entry."""
        changed = {
            self._visit: uid,
            f"{self._device}-1": f"{device}-{turn}",
            self._device: device,
            self._site: site,
            self._date: day.isoformat(),
        }
        ids: list[str] = []
        entries = []
        base = (turn - 1) * len(self._entries)
        lines = _replaced(self._lines, changed).split("\n")
        for (at, person, op), cut in zip(self._entries, lines, strict=True):
            pieces = cut.replace("\1", str(base + len(ids) + 1), 1).replace("\2", previous, 1).split("\0")
            pieces[1::2] = [ids[int(place)] for place in pieces[1::2]]
            line = "".join(pieces)
            previous = hashlib.sha256(line.encode()).hexdigest()
            ids.append(previous)
            at = at.replace(self._date, day.isoformat())
            entries.append((seq + len(ids), previous, device, base + len(ids), at, person, op, line))
        rows = {
            name: list(zip(*[self._column(plan, ids, changed, seq + 1) for plan in plans], strict=True))
            for name, plans in self._columns.items()
        }
        rows["entry"] = entries
        move = day - datetime.date.fromisoformat(self._date)
        rows["finding"] = [_moved(row, self._due, self._urgency, move) for row in rows["finding"]]
        rows["handover"] = [(*row[: self._number], turn, *row[self._number + 1 :]) for row in rows["handover"]]
        parcel = f"{device}-{turn}-{previous[:8]}"
        rows["arrival"] = [(parcel, device, turn, f"{parcel}.xlsx", entries[0][4], "Lê Văn Ví Dụ", "known", len(ids))]
        rows["brought"] = [(parcel, seq + 1, seq + len(ids))]
        return rows, previous

    def _plan(self, cells: list[Any]) -> tuple[str, list[Any], list[int]]:
        """How a column of another visit is made: of ids, of the uid with what follows it, or from the few cells that differ."""
        if cells[0] in self._place:
            return "ids", [self._place[cell] for cell in cells], []
        old = (self._device, self._site, self._date)
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
        if all(text.startswith(self._visit) and not any(one in text for one in old) for text in texts):
            return "uid", [text.removeprefix(self._visit) for text in texts], []
        differ = [place for place, text in enumerate(texts) if any(one in text for one in (self._visit, *old))]
        return "some", cells, differ

    def _column(
        self, plan: tuple[str, list[Any], list[int]], ids: list[str], changed: dict[str, str], first: int
    ) -> list[Any]:
        kind, cells, differ = plan
        if kind == "seq":
            return [first + place for place in cells]
        if kind == "ids":
            return [ids[place] for place in cells]
        if kind == "uid":
            uid = changed[self._visit]
            return [uid + rest for rest in cells]
        if not differ:
            return cells
        found = list(cells)
        for place in differ:
            found[place] = _replaced(cells[place], changed)
        return found


def _moved(row: tuple[Any, ...], due: int, urgency: int, move: datetime.timedelta) -> tuple[Any, ...]:
    """A finding with its deadline on another day."""
    if not row[due]:
        return row
    cells = list(row)
    cells[due] = (datetime.date.fromisoformat(row[due]) + move).isoformat()
    cells[urgency] = row[urgency].replace(row[due], cells[due])
    return tuple(cells)


def _replaced(text: str, changed: dict[str, str]) -> str:
    for old, new in changed.items():
        if old in text:
            text = text.replace(old, new)
    return text


def made(path: Path, count: int) -> tuple[float, int]:
    """The register, made once; how many seconds that took (as it was noted then), and how many answers it holds."""
    noted = path.with_suffix(".json")
    if path.exists() and noted.exists():
        known = json.loads(noted.read_text())
        return float(known["seconds"]), int(known["answers"])
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    start = time.perf_counter()
    answers = _fill(path, count)
    seconds = time.perf_counter() - start
    noted.write_text(json.dumps({"seconds": seconds, "answers": answers, "visits": count}))
    return seconds, answers


def _fill(path: Path, count: int) -> int:
    with workplace.open_workplace(str(path)) as store:
        by = people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE).uid
        templates = [
            _template(path.with_name("closed.db"), closed=True),
            _template(path.with_name("open.db"), closed=False),
        ]
        raw = _raw(store)
        later = _without_indices(raw)
        _sites(store, max(count // SITES, 1), by)
        columns = {name: metadata.tables[name].columns.keys() for name in _TABLES}
        statements = {
            name: f'INSERT INTO "{name}" ({", ".join(map(_quoted, found))}) VALUES ({", ".join("?" * len(found))})'
            for name, found in columns.items()
        }
        places, last = max(count // SITES, 1), dict[str, str]()
        seq = raw.execute("SELECT max(seq) FROM entry").fetchone()[0]
        for begin in range(0, count, _BATCH):
            raw.execute("BEGIN")
            for number in range(begin, min(begin + _BATCH, count)):
                device, turn = f"0{number % DEVICES:07x}", number // DEVICES + 1
                uid = f"{number:08x}" + hashlib.sha256(f"visit {number}".encode()).hexdigest()[:16]
                day = FIRST + datetime.timedelta((LAST - FIRST).days * (number + 1) // count)
                template = templates[number % OPEN == OPEN - 1]
                site = site_uid(_code(number * 7 % places))
                rows, last[device] = template.visit(uid, device, turn, site, day, last.get(device, ""), seq)
                seq += len(rows["entry"])
                for name, found in rows.items():
                    raw.executemany(statements[name], found)
            raw.execute("COMMIT")
        for statement in later:
            raw.execute(statement)
        raw.executemany("INSERT INTO tally (device, entries, total) VALUES (?, ?, ?)", _tallies(raw))
        with store.transact("summary") as tx:
            summary.of_days(tx.connection)
            asked = "SELECT DISTINCT uid FROM saying WHERE kind = ?"
            uids = {kind: [row[0] for row in bulk.rows(tx.connection, asked, kind)] for kind in ("device", "key")}
            project.project(tx.connection, {kind: dict.fromkeys(found) for kind, found in uids.items()})
            summary.of_sites(tx.connection, [site_uid(_code(number)) for number in range(places)])
        return int(raw.execute("SELECT count(*) FROM answer").fetchone()[0])


def _tallies(raw: Any) -> Iterator[tuple[str, int, bytes]]:
    """What the ids of each device come to; that of this register's own device is known already."""
    known = {row[0] for row in raw.execute("SELECT device FROM tally").fetchall()}
    for (device,) in raw.execute("SELECT DISTINCT device FROM entry").fetchall():
        if device not in known:
            ids = [row[0] for row in raw.execute("SELECT id FROM entry WHERE device = ?", (device,))]
            yield device, len(ids), packed(tally(ids))


def _quoted(name: str) -> str:
    return f'"{name}"'


def _raw(store: Store) -> Any:
    with store.read() as reader:
        raw: Any = reader.connection.connection.driver_connection
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000", "temp_store = FILE"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def _without_indices(raw: Any) -> list[str]:
    """Take away what would be written at random places, and say how it is made again."""
    named = list(raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
    for name, _sql in named:
        raw.execute(f'DROP INDEX "{name}"')
    return [sql for _name, sql in named]


def _sites(store: Store, count: int, by: str) -> None:
    """Stations with names, communes and units, one entry for each hundred."""
    for begin in range(0, count, 500):
        with store.transact(Op.IMPORT_SITES, by=by) as tx:
            said = []
            for number in range(begin, min(begin + 500, count)):
                uid = site_uid(_code(number))
                fields = {
                    "code": _code(number),
                    "name": f"Trạm {WORDS[number % len(WORDS)]} {number}",
                    "types": KINDS[number % len(KINDS)],
                    "commune": f"Xã {WORDS[number * 7 % len(WORDS)]} {number % COMMUNES + 1}",
                    "unit": f"Viễn thông khu vực {number % UNITS + 1}",
                    "lat": f"{19 + number % 1000 / 1000}",
                    "lon": f"{105 + number // 1000 % 1000 / 1000}",
                }
                said += [Says("site", uid, name, value) for name, value in fields.items()]
            last = tx._last()
            entry = Entry.make(
                device=tx.device, number=last[0] + 1, previous=last[1], at=tx.at, person=by, op=tx.op, says=tuple(said)
            )
            tx.add([entry])


def _code(number: int) -> str:
    return f"THA{number:05d}"


def _template(path: Path, *, closed: bool) -> _Template:
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    with workplace.open_workplace(str(path)) as store:
        by = people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE).uid
        other = people.introduce(store, "Trần Thị Mẫu", side=Side.VNPT, unit="Viễn thông", by=by)
        site = sites.add(store, "THA00000", by=by, name="Trạm", types=ALL_TYPES)
        visit = visits.start(store, site.uid, FORMS, by=by)
        with store.read() as reader:
            pages = visits.dossier(reader, visit).pages
        items = [(page.sheet.form, line.item.path) for page in pages for line in page.lines]
        for number, (form, item) in enumerate(items):
            fails = number % 12 == 0
            notes = {item: "Bình bột hết áp, kim ở vạch đỏ."} if fails and form != "state_secret" else None
            visits.record_answers(store, visit, form, {item: "fail" if fails else "pass"}, notes=notes, by=by)
        with store.transact(Op.SIGN, by=by) as tx:
            agreed = visits.known(tx, visit).but(agreed=tx.at)
            tx.put(agreed)
            for person, side in ((by, "police"), (other, "vnpt")):
                uid = f"{visit}/{person}"
                tx.put(Member(uid=uid, **Member.from_uid(uid), side=side, role="member"))
                uid = f"{visit}/{side}/{person}"
                tx.put(
                    Signature(
                        uid=uid, **Signature.from_uid(uid), digest="d" * 64, seal="s" * 128, key="k" * 64, at=tx.at
                    )
                )
        handover.export(store, [visit], path.with_suffix(".xlsx"), by=by)
        if closed:
            with store.read() as reader:
                known = [one.finding.uid for one in findings.listed(reader, today=LAST, visit=visit)]
            with store.transact(Op.EDIT_FINDING, by=by) as tx:
                for uid in known:
                    tx.say("finding", uid, "state", "closed")
                    tx.say("finding", uid, "closed", tx.at[:10])
        return _Template(_raw(store), visit, site.uid)
