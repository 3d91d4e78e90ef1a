"""
Twelve workbooks on a stick: of four laptops, one cut, one foreign, one edited in LibreOffice, one that was merged before.

    python -m tests.register.twelve [DIR]     make them, show the preview and the merge as the terminal shows them
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from inspector import cli
from tests.register.world import ITEM, OTHER
from tests.scenario import Laptop

WAS, NOW = "Cáp võng sát đường.", "Cáp đã kéo lại, cao 5 mét."
MERGED: Final = "may-1-goi-1.xlsx"
CUT: Final = "may-3-goi-2.xlsx"
FOREIGN: Final = "DS tram moi.xlsx"
EDITED: Final = "may-2-goi-2.xlsx"


def workbooks(people: Path, usb: Path) -> list[Path]:
    """The twelve files, by name."""
    people.mkdir(parents=True, exist_ok=True)
    names = ("Lê Văn Ví Dụ", "Phạm Minh Họa", "Trần Văn Thử", "Ngô Thị Mẫu")
    laptops = [Laptop(people, f"may-{number}", person=name) for number, name in enumerate(names, 1)]
    first = laptops[0].start("THA0123")
    laptops[0].answer(first, ITEM, "pass")
    shared = laptops[0].export(first)
    laptops[1].merge(shared)
    put(shared, usb / MERGED)
    laptops[1].answer(first, OTHER, "fail", WAS)
    laptops[0].answer(first, OTHER, "pass")
    for number, laptop in enumerate(laptops, 1):
        for parcel in (1, 2, 3):
            name = f"may-{number}-goi-{parcel}.xlsx"
            if (number, parcel) in ((1, 1), (4, 3)):
                continue
            visit = first if number < 3 and parcel == 2 else laptop.start(f"THA0{number}{parcel}0")
            laptop.answer(visit, ITEM, "fail", f"Ghi chú {number}.{parcel}")
            put(laptop.export(visit), usb / name)
    whole = (usb / CUT).read_bytes()
    (usb / CUT).write_bytes(whole[: len(whole) * 2 // 3])
    edited_in_libreoffice(usb / EDITED, WAS, NOW)
    shutil.copyfile(Path(__file__).parents[2] / "forms" / "fire.xlsx", usb / FOREIGN)
    for laptop in laptops:
        laptop.store.close()
    return sorted(usb.glob("*.xlsx"))


def put(made: Path, path: Path) -> None:
    """A workbook under the name that a person gave it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(made, path)


def edited_in_libreoffice(path: Path, was: str, now: str) -> None:
    """LibreOffice opens the workbook, a cell says something else, and LibreOffice saves it."""
    with tempfile.TemporaryDirectory() as folder:
        flat = _saved_as("fods", path, Path(folder))
        text = flat.read_text("utf-8")
        head, found, tail = text.partition(f"<text:p>{was}</text:p>")
        assert found
        flat.write_text(f"{head}<text:p>{now}</text:p>{tail}", "utf-8")
        shutil.copyfile(_saved_as("xlsx", flat, Path(folder) / "out"), path)


def _saved_as(kind: str, path: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / f"{path.stem}.{kind}"


def main(folder: Path) -> None:
    """As a person at the terminal sees it."""
    os.environ["INSPECTOR_HOME"] = str(folder)
    usb = folder / "usb"
    workbooks(folder / "people", usb)
    store = ["--store", str(folder / "so-tong-hop.db")]
    for words in (["merge", str(usb / MERGED)], ["merge", str(usb), "--dry-run"], ["merge", str(usb)], ["parcels"]):
        print(f"\n$ inspector {' '.join(words).replace(str(folder), '.')}")
        cli.main([*store, *words])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(made))
