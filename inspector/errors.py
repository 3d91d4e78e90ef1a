"""
What may be refused, in words for a person: what happened, where, and what to do.

Every refusal of the program is an InspectorError. Its code never changes; its message and hint are translated
when they are shown. Anything else that is raised is a bug.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any, ClassVar

from inspector.i18n import N_, _


class InspectorError(Exception):
    """A refusal that a person can act on. Subclasses say code, message and hint; fields fill the braces."""

    code: ClassVar[str] = "inspector"
    message: ClassVar[str] = N_("The program refused: {reason}")
    hint: ClassVar[str] = ""

    def __init__(self, **fields: Any) -> None:
        super().__init__(self.code)
        self.fields = fields

    def __str__(self) -> str:
        return self.line()

    def says(self) -> str:
        """The sentence in the active language."""
        return _(self.message).format_map(_Fields(self.fields))

    def advice(self) -> str:
        """What to do next, in the active language; may be empty."""
        return _(self.hint).format_map(_Fields(self.fields)) if self.hint else ""

    def line(self) -> str:
        """Sentence and advice on one line, as the terminal shows it."""
        sentence, advice = self.says(), self.advice()
        if advice and not sentence.endswith((".", "!", "?", "…")):
            sentence += "."
        return f"{sentence} {advice}".strip()


class WrongUsage(InspectorError):
    """What was asked for does not go together; the terminal tells it apart from a refusal by its exit code."""

    code = "usage"


class Cancelled(InspectorError):
    """The person stopped a long piece of work; nothing of it stays."""

    code = "cancelled"
    message = N_("Cancelled. Nothing was changed.")


class FileUnreadable(InspectorError):
    """A file that was named cannot be read."""

    code = "file.unreadable"
    message = N_("{file} cannot be read: {reason}")
    hint = N_("Check that the file exists, is not open elsewhere, and that the stick is plugged in.")


class FileUnwritable(InspectorError):
    """A file cannot be written where it was asked for."""

    code = "file.unwritable"
    message = N_("{file} cannot be written: {reason}")
    hint = N_("Close it in other programs, free some space or choose another folder, then try again.")


FAULTS = {
    errno.ENOENT: N_("there is no such file"),
    errno.EACCES: N_("this account may not open it"),
    errno.EPERM: N_("this account may not do that"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of its path is not a folder"),
    errno.EEXIST: N_("something of that name is there already"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("the disk can only be read"),
    errno.EIO: N_("the disk reported a fault"),
    errno.EBUSY: N_("another program is using it"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.ENODEV: N_("the stick is no longer there"),
}
HELD = (32, 33)
"""What Windows numbers a file that another program has open; its errno is that of a missing right."""


def fault_of(fault: OSError) -> str:
    """What the system says went wrong with a file, in the active language where the case is a usual one."""
    held = getattr(fault, "winerror", None) in HELD
    known = FAULTS.get(errno.EBUSY if held else fault.errno or 0)
    return _(known) if known else fault.strerror or str(fault) or type(fault).__name__


def nowhere(path: Path) -> str:
    """Why the system knows no place for a file or folder that is to be made at `path`, in the active language."""
    if path.parent.is_dir():  # of the system itself, such as /proc
        return _("nothing can be put into the folder {folder}").format(folder=path.parent)
    return _("the folder {folder} is not there").format(folder=path.parent)


class _Fields(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
