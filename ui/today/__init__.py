"""Hôm nay: what this laptop was given, and what waits on it."""

from __future__ import annotations

from inspector.i18n import N_
from ui.later import Later
from ui.place import Factory, Place


def _today() -> Factory:
    from ui.today.view import TodayView

    return TodayView


PLACES = (Place("today", N_("Today"), "today", Later(_today), keys="Ctrl+1"),)

__all__ = ["PLACES"]
