"""Tồn tại: every finding with its state."""

from __future__ import annotations

from inspector.i18n import N_
from ui.later import Later
from ui.place import Factory, Place


def _findings() -> Factory:
    from ui.findings.view import FindingsView

    return FindingsView


PLACES = (Place("findings", N_("Findings"), "finding", Later(_findings), keys="Ctrl+4"),)

__all__ = ["PLACES"]
