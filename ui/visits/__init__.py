"""Lượt kiểm tra: the list of visits, and one visit that is filled."""

from inspector.i18n import N_
from ui.place import HIDDEN, Place
from ui.visits.filling import FillingView
from ui.visits.listing import VisitsView

PLACES = (
    Place("visits", N_("Visits"), "visit", VisitsView, keys="Ctrl+3"),
    Place("visit", N_("Visit"), "visit", FillingView, group=HIDDEN),
)

__all__ = ["PLACES"]
