"""Workbooks for what the window shows: three laptops that disagree, and one that leaves something worth a look."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Final

from inspector import visits
from inspector.demo.pictures import taken
from inspector.model import Side
from tests.register.world import ITEM
from tests.scenario import Laptop

SAID: Final = (
    ("Lê Văn Ví Dụ", Side.POLICE, "pass", ""),
    ("Đỗ Thị Minh Chứng", Side.VNPT, "fail", "Cáp võng sát đường, xe tải có thể vướng."),
    ("Trần Văn Thử", Side.POLICE, "na", "Tuyến này đã hạ ngầm."),
)
BEFORE: Final = datetime.datetime(2026, 11, 1, 9, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
"""A picture that was taken long before the visits it is put to."""


def three_say(folder: Path) -> list[Path]:
    """One item of one visit is met, not met and not applicable; a workbook of each laptop."""
    folder.mkdir(parents=True, exist_ok=True)
    laptops = [Laptop(folder, f"doan-{at}", person=name, side=side) for at, (name, side, *_said) in enumerate(SAID, 1)]
    visit = laptops[0].start("THA0500")
    shared = laptops[0].export(visit)
    for laptop in laptops[1:]:
        laptop.merge(shared)
    files = []
    for laptop, (_name, _side, value, note) in zip(laptops, SAID, strict=True):
        laptop.answer(visit, ITEM, value, note)
        files.append(laptop.export(visit))
        laptop.store.close()
    return files


def worth_a_look(folder: Path) -> list[Path]:
    """One old picture at two stations, and the same fault for the third time at one of them."""
    folder.mkdir(parents=True, exist_ok=True)
    laptop = Laptop(folder, "doan-4", person="Vũ Văn Giả Thử", side=Side.VNPT)
    content, found = taken("cable", "x", BEFORE), []
    for code in ("THA0501", "THA0501", "THA0501", "THA0502"):
        found.append(laptop.start(code))
        laptop.answer(found[-1], ITEM, "fail", "Cáp võng sát đường.")
        visits.add_photo(
            laptop.store, found[-1], "infrastructure", ITEM, content, by=laptop.by, taken_at=BEFORE.isoformat()
        )
    made = laptop.export(*found)
    laptop.store.close()
    return [made]
