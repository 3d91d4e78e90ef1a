"""Báo cáo: the papers for the review meeting."""

from __future__ import annotations

from inspector.i18n import N_
from ui.later import Later
from ui.place import SUPERVISOR, Factory, Place


def _reports() -> Factory:
    from ui.reports.view import ReportsView

    return ReportsView


PLACES = (Place("reports", N_("Reports"), "report", Later(_reports), group=SUPERVISOR, keys="Ctrl+7"),)

__all__ = ["PLACES"]
