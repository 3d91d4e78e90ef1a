"""Lượt kiểm tra: the list of visits, and one visit that is filled."""

from __future__ import annotations

from inspector.i18n import N_
from ui.later import Later
from ui.place import HIDDEN, Factory, Place


def _visits() -> Factory:
    from ui.visits.listing import VisitsView

    return VisitsView


def _filling() -> Factory:
    from ui.visits.filling import FillingView

    return FillingView


PLACES = (
    Place("visits", N_("Visits"), "visit", Later(_visits), keys="Ctrl+3"),
    Place("visit", N_("Visit"), "visit", Later(_filling), group=HIDDEN, under="visits"),
)

__all__ = ["PLACES"]
