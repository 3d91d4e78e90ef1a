"""
Asking for files and folders. A person begins where they last opened or saved;
the first time on a stick that is in, else among the documents.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QStandardPaths, QStorageInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.i18n import _
from ui import messages
from ui.widgets.table import Memory

FOLDER: Final = "files/folder"
PHOTOS: Final = "photos/folder"
"""Photos come from elsewhere, such as a phone, and are remembered by themselves."""
_STICKS: Final = ("/media/", "/run/media/")
_REMOVABLE: Final = 2
"""What Windows says of a drive that may be taken out."""


def open_one(parent: QWidget, memory: Memory | None, title: str, kinds: str, *, kept: str = FOLDER) -> Path | None:
    """The file that a person wants to be read."""
    name, _filter = QFileDialog.getOpenFileName(parent, title, beginning(memory, kept), kinds)
    return _remembered(memory, kept, [name])[0] if name else None


def open_several(parent: QWidget, memory: Memory | None, title: str, kinds: str, *, kept: str = FOLDER) -> list[Path]:
    """The files that a person wants to be read."""
    names, _filter = QFileDialog.getOpenFileNames(parent, title, beginning(memory, kept), kinds)
    return _remembered(memory, kept, names)


def save(parent: QWidget, memory: Memory | None, title: str, suggested: str, kinds: str) -> Path | None:
    """
    The file that a person wants to be written. A name without one of the endings of `kinds` gets the first of them; the
    dialog, which asks before a file is replaced, does not know that name, so that is asked here.
    """
    begun = str(Path(beginning(memory)) / suggested)
    name, _filter = QFileDialog.getSaveFileName(parent, title, begun, kinds)
    if not name:
        return None
    (path,) = _remembered(memory, FOLDER, [name])
    endings = [kind.removeprefix("*") for kind in kinds.split()]
    if path.suffix.lower() in endings:
        return path
    path = path.with_name(path.name + endings[0])
    return path if not path.exists() or _may_replace(parent, path) else None


def folder(parent: QWidget, memory: Memory | None, title: str) -> Path | None:
    """The folder that a person wants to be written to."""
    name = QFileDialog.getExistingDirectory(parent, title, beginning(memory))
    if name and memory is not None:
        memory.setValue(FOLDER, name)
    return Path(name) if name else None


def beginning(memory: Memory | None, kept: str = FOLDER) -> str:
    """Where a dialog begins: the folder of the last time while it is there, else a stick, else the documents."""
    last = str(memory.value(kept, "") or "") if memory is not None else ""
    if last and Path(last).is_dir():
        return last
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return next(
        (root for root in roots() if _is_stick(root)), documents if Path(documents).is_dir() else str(Path.home())
    )


def roots() -> list[str]:
    """Where storage is mounted that can be read."""
    return [one.rootPath() for one in QStorageInfo.mountedVolumes() if one.isReady()]


def _is_stick(root: str) -> bool:
    if sys.platform == "win32":
        import ctypes

        kind: Any = ctypes.windll.kernel32.GetDriveTypeW(root.replace("/", "\\"))
        return bool(kind == _REMOVABLE)
    return root.startswith(_STICKS)


def _may_replace(parent: QWidget, path: Path) -> bool:
    words = _("There is a file of this name in {folder}. It would be replaced.").format(folder=path.parent)
    return messages.ask(parent, _("Replace {file}?").format(file=path.name), words, _("Replace"), danger=True)


def _remembered(memory: Memory | None, kept: str, names: Sequence[str]) -> list[Path]:
    if names and memory is not None:
        memory.setValue(kept, str(Path(names[0]).parent))
    return [Path(name) for name in names]
