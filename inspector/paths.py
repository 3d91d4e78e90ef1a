"""Where things are: bundled resources (also when frozen), the user's data folder, names that any file system takes."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from pathlib import Path


def root() -> Path:
    """The folder that holds `resources/` and `forms/`; inside the bundle when the program is frozen."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """A file shipped under `resources/`."""
    return root().joinpath("resources", *parts)


def shipped_forms() -> list[Path]:
    """The checklists shipped with the program, in the order of their names."""
    return sorted((root() / "forms").glob("*.xlsx"))


def data_folder() -> Path:
    """The user's own data folder; `INSPECTOR_HOME` names another one. Not created here."""
    chosen = os.environ.get("INSPECTOR_HOME")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_data_dir("inspector", appauthor=False))


def default_store() -> Path:
    """The store that is opened when none is named."""
    return data_folder() / "inspector.db"


def is_url(store: str) -> bool:
    """Whether the name of a store is that of a PostgreSQL database rather than a file."""
    return store.startswith(("postgresql:", "postgresql+"))


def file_name(text: str, *, suffix: str = "", limit: int = 80) -> str:
    """`text` as a file name that Windows, Linux and a FAT stick accept: no marks, no reserved signs, not too long."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-.") or "tep"
    if re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)", plain):
        plain = f"_{plain}"
    return plain[:limit].rstrip("-.") + suffix
