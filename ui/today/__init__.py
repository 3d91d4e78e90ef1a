"""Hôm nay: what this laptop was given, and what waits on it."""

from inspector.i18n import N_
from ui.place import Place
from ui.today.view import TodayView

PLACES = (Place("today", N_("Today"), "today", TodayView, keys="Ctrl+1"),)

__all__ = ["PLACES"]
