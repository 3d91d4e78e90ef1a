"""Tồn tại: every finding with its state."""

from inspector.i18n import N_
from ui.findings.view import FindingsView
from ui.place import Place

PLACES = (Place("findings", N_("Findings"), "finding", FindingsView, keys="Ctrl+4"),)

__all__ = ["PLACES"]
