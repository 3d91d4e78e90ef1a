"""The checklists in `forms/`, and the XForms made of them that the program ships in `resources/checklists/`."""

from __future__ import annotations

from pathlib import Path

from inspector import paths
from inspector.form import xlsform


def made() -> dict[Path, str]:
    """Where each XForm belongs, and what the converter makes of its workbook today."""
    folder = paths.resource("checklists")
    return {folder / f"{path.stem}.xml": xlsform.read(path).xform for path in paths.shipped_forms()}
