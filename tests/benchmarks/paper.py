"""Papers against the libraries' own ways: minutes as PDF, the visit's workbook, a register of 150,000 rows."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from inspector.reports import excel, minutes, pdf, stream
from inspector.reports.document import Column, Document, Kind
from inspector.reports.minutes_data import Domain, MinutesData, Picture
from tests.benchmarks.paper_peers import SameWorkbook, platypus
from tests.benchmarks.tags import sheets
from tests.reports.sample import items, visit

ROWS = 150_000


def run() -> list[dict[str, Any]]:
    """All figures of this run; `holds` is worked out from them."""
    return [*_minutes(), _workbook(), *_register(), sheets()]


def photograph(number: int, kilobytes: int) -> bytes:
    """A picture with soft shapes and some grain, about so heavy."""
    from PIL import Image, ImageFilter

    side = 1600
    grain = Image.effect_noise((side, side * 3 // 4), 24 + number % 5).filter(ImageFilter.GaussianBlur(1.2))
    ramp = Image.linear_gradient("L").resize(grain.size)
    image = Image.merge("RGB", (grain, Image.blend(grain, ramp, 0.5), ramp))
    low, high = 20, 96
    content = b""
    while low < high:  # the heaviest quality that stays below
        middle = (low + high + 1) // 2
        out = io.BytesIO()
        image.save(out, "JPEG", quality=middle)
        if out.tell() <= kilobytes * 1000:
            low, content = middle, out.getvalue()
        else:
            high = middle - 1
    return content


def visit_with(photos: list[bytes]) -> MinutesData:
    """A visit of 150 items with these photographs."""
    known = {hashlib.sha256(content + bytes([n])).hexdigest(): content for n, content in enumerate(photos)}
    domains = (
        Domain("fire", "Phòng cháy, chữa cháy", "1", items("PCCC", 75)),
        Domain("guard", "Bảo vệ", "1", items("BV", 75)),
    )
    pictures = tuple(
        Picture(sha256, "Ảnh hiện trường", datetime(2026, 1, 5, tzinfo=UTC), "PCCC-01") for sha256 in known
    )
    return replace(visit(), domains=domains, photos=pictures, bytes_of=known.get)


def _minutes() -> Iterator[dict[str, Any]]:
    light = minutes.build(visit_with([photograph(number, 285) for number in range(10)]))
    heavy = minutes.build(visit_with([photograph(number, 700) for number in range(10)]))
    ours, default, tuned = _side_by_side(
        lambda: pdf.to_bytes(light)[0], lambda: platypus(light, tuned=False), lambda: platypus(light, tuned=True)
    )
    yield _said(
        "minutes, 150 items, 10 photos: reportlab's default settings", ours, default, "s", wanted=">= 3", faster=3
    )
    yield {
        **_said(
            "minutes, 150 items, 10 photos: reportlab tuned",
            ours,
            tuned,
            "s",
            wanted="ours <= 1.5 of it",
            faster=1 / 1.5,
        ),
        "megabytes": round(len(pdf.to_bytes(light)[0]) / 1e6, 2),
    }
    ours, default = _side_by_side(lambda: pdf.to_bytes(heavy)[0], lambda: platypus(heavy, tuned=False))
    yield {
        **_said(
            "minutes, 10 photos of 700 kB made smaller: default settings, not reduced",
            ours,
            default,
            "s",
            wanted=">= 1",
            faster=1,
        ),
        "megabytes": round(len(pdf.to_bytes(heavy)[0]) / 1e6, 2),
        "megabytes_peer": round(len(platypus(heavy, tuned=False)) / 1e6, 2),
    }


def _workbook() -> dict[str, Any]:
    photos = [photograph(number, 285) for number in range(10)]
    document: Document = minutes.build(visit_with(photos))
    same = SameWorkbook(excel.to_bytes(document), photos)
    ours, peer = _side_by_side(lambda: excel.to_bytes(document), same.write)
    return _said(
        "visit workbook, 150 items, 10 photos: openpyxl's default writing", ours, peer, "s", wanted=">= 2.5", faster=2.5
    )


COLUMNS = (
    Column("Mã địa điểm", Kind.CODE),
    Column("Địa điểm"),
    Column("Xã, phường"),
    Column("Đơn vị"),
    Column("Mã", Kind.CODE),
    Column("Tồn tại", weight=3),
    Column("Phát hiện", Kind.DATE),
    Column("Ghi lúc", Kind.MOMENT),
    Column("Giá trị", Kind.NUMBER, decimals=2),
    Column("Mức độ"),
    Column("Trạng thái"),
    Column("Người"),
)


def register(count: int) -> Iterator[tuple[Any, ...]]:
    """Rows of a register, one at a time."""
    at, day = datetime(2026, 1, 5, 8, 5), date(2026, 1, 5)  # noqa: DTZ001
    for number in range(count):
        yield (
            f"THA-{number % 9000:04d}",
            f"Trạm BTS Hoằng Lộc {number % 9000}",
            "Hoằng Lộc",
            "Trung tâm Viễn thông Hoằng Hóa",
            f"PCCC-{number % 60:02d}",
            f"Bảng nội quy phai màu, không đọc được ({number})",
            day,
            at,
            number / 7,
            "Lớn",
            "đã giao khắc phục",
            "Nguyễn Văn Ánh",
        )


def _register() -> Iterator[dict[str, Any]]:
    ours, small, large = _child("ours", ROWS), _child("ours", ROWS // 10), 0.0
    peer = _child("peer", ROWS)
    large = ours["megabytes"]
    yield _said(
        f"register export, {ROWS:,} rows: XlsxWriter constant_memory",
        ours["seconds"],
        peer["seconds"],
        "s",
        wanted=">= 1",
        faster=1,
    )
    grown = large - small["megabytes"]
    yield {
        "name": f"register export: memory at {ROWS:,} rows above {ROWS // 10:,}",
        "ours": round(grown, 1),
        "peer": round(peer["megabytes"], 1),
        "ratio": round(large / small["megabytes"], 3),
        "unit": "MB",
        "wanted": "flat: <= 8 MB more",
        "holds": grown <= 8,
    }


def _child(way: str, rows: int) -> dict[str, float]:
    """Time and peak memory of one export in a process of its own."""
    import json

    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.paper", way, str(rows)], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def _export(way: str, rows: int) -> None:
    import json

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        start = time.perf_counter()
        if way == "ours":
            stream.write(path, "Sổ", COLUMNS, register(rows), total=rows)
        else:
            import xlsxwriter

            book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
            sheet = book.add_worksheet()
            for number, row in enumerate(register(rows), 1):
                sheet.write_row(number, 0, row)
            book.close()
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "megabytes": _peak()}))


def _peak() -> float:
    """Most memory that this process held, in MB. The kernel's usual count begins with the parent's, so not that one."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise OSError("VmHWM")


def _side_by_side(*ways: Callable[[], bytes], rounds: int = 5) -> list[float]:
    """Best time of each, taken in turns so that a busy machine is equally unfair to all."""
    for way in ways:
        way()
    best = [float("inf")] * len(ways)
    for _round in range(rounds):
        for number, way in enumerate(ways):
            start = time.perf_counter()
            way()
            best[number] = min(best[number], time.perf_counter() - start)
    return best


def _said(name: str, ours: float, peer: float, unit: str, *, wanted: str, faster: float) -> dict[str, Any]:
    return {
        "name": name,
        "ours": round(ours, 4),
        "peer": round(peer, 4),
        "ratio": round(peer / ours, 2),
        "unit": unit,
        "wanted": wanted,
        "holds": peer / ours >= faster,
    }


if __name__ == "__main__":
    _export(sys.argv[1], int(sys.argv[2]))
