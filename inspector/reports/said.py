"""
What people write themselves in the report for a period, kept on this device until they write it anew.

A register cannot know the situation, causes, incidents, proposals and the plan for the next period.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from inspector.reports.summary_data import Incidents, Proposal, SummaryData
from inspector.store import Reader, Store

_WORDS = ("number", "situation", "causes")


def read(reader: Reader, first: date, last: date) -> SummaryData:
    """What was written for this period; nothing yet is empty."""
    try:
        found = json.loads(reader.local(_name(first, last)) or "{}")
        return _data(found, first, last)
    except (ValueError, TypeError, AttributeError):
        return SummaryData(first, last, last)


def keep(store: Store, said: SummaryData) -> None:
    """Keep what was written for the period of `said`; its figures are not kept."""
    told: dict[str, Any] = {name: getattr(said, name).strip() for name in _WORDS}
    told["plan"] = [line.strip() for line in said.plan if line.strip()]
    told["proposals"] = [asdict(row) for row in said.proposals if row.text.strip()]
    told["incidents"] = [asdict(row) for row in said.incidents if row.theft or row.fire or row.sabotage]
    with store.transact("report-words") as tx:
        tx.set_local(_name(said.first, said.last), json.dumps(told, ensure_ascii=False))


def _data(found: dict[str, Any], first: date, last: date) -> SummaryData:
    return SummaryData(
        first,
        last,
        last,
        plan=tuple(str(line) for line in found.get("plan", ())),
        proposals=tuple(Proposal(str(row["to"]), str(row["text"])) for row in found.get("proposals", ())),
        incidents=tuple(
            Incidents(str(row["commune"]), int(row["theft"]), int(row["fire"]), int(row["sabotage"]))
            for row in found.get("incidents", ())
        ),
        number=str(found.get("number", "")),
        situation=str(found.get("situation", "")),
        causes=str(found.get("causes", "")),
    )


def _name(first: date, last: date) -> str:
    return f"said:summary:{first}:{last}"
