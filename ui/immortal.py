"""
Keep None, True and False alive under PySide6 6.12 on Python 3.11.

Its wheels are made for Python 3.12 and later, where these three cannot die: every call that gives one of them back takes a
reference it never got. Measured on Python 3.11.7: `emit` takes one of True, a setter one of None; after some thousand
signals the interpreter ends with "deallocating True or False". So they are given more references than a program can use
up, which is what Python 3.12 does by itself.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final

FOR_EVER: Final = 1 << 60


def make_immortal() -> None:
    """Do it once, before the first widget; nothing to do from Python 3.12 on."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for value in (None, True, False):
        ctypes.c_ssize_t.from_address(id(value)).value = FOR_EVER
