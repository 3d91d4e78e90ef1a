"""The day is Vietnam's, whatever zone a computer is set to, for the window, the journal and the papers alike."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from inspector import days, photos

ROOT = Path(__file__).resolve().parent.parent
VIETNAM = timezone(timedelta(hours=7))
STARTED = """
import sys
from inspector import people, sites, visits, workplace
from inspector.model import Side, Visit
from ui.models.columns import this_day

with workplace.open_workplace(sys.argv[1]) as store:
    by = people.settle(store, "Lê Văn Ví Dụ", side=Side.POLICE, unit="PC07").uid
    site = sites.add(store, "HUE-0007", by=by)
    uid = visits.start(store, site.uid, ["fire"], by=by)
    with store.read() as reader:
        print(reader.get(Visit, uid).date, this_day().toString("yyyy-MM-dd"), store.clock().utcoffset())
"""


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_visit_begins_on_the_day_that_its_minutes_will_name(tmp_path: Path, zone: str) -> None:
    """It began on the day of the laptop's zone while its minutes named Vietnam's: one of these zones is always a day off."""
    before = datetime.now(VIETNAM).date()
    told = subprocess.run(
        [sys.executable, "-c", STARTED, str(tmp_path / "store.db")],
        env={**os.environ, "TZ": zone, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert told[0] == told[1]
    assert told[0] in {before.isoformat(), datetime.now(VIETNAM).date().isoformat()}
    assert told[2] == "7:00:00"


def test_the_day_is_asked_for_in_one_place() -> None:
    asked = re.compile(r"currentDate\(|date\.today\(|astimezone\(\)\.date\(")
    files = [path for package in ("inspector", "ui") for path in (ROOT / package).rglob("*.py")]
    found = [str(path.relative_to(ROOT)) for path in files if asked.search(path.read_text("utf-8"))]

    assert found == []
    assert days.now().utcoffset() == timedelta(hours=7)


def test_a_camera_without_a_zone_meant_vietnam() -> None:
    assert photos._moment("2026:11:23 23:30:00", "") == "2026-11-23T23:30:00+07:00"
    assert photos._moment("2026:11:23 23:30:00", "-08:00") == "2026-11-23T23:30:00-08:00"
