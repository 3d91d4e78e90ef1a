"""Báo cáo: the papers for the review meeting."""

from inspector.i18n import N_
from ui.place import SUPERVISOR, Place
from ui.reports.view import ReportsView

PLACES = (Place("reports", N_("Reports"), "report", ReportsView, group=SUPERVISOR, keys="Ctrl+7"),)

__all__ = ["PLACES"]
