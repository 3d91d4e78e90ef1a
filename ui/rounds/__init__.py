"""Đợt kiểm tra: rounds with how far they have come, and the drawing up of a new one."""

from inspector.i18n import N_
from ui.place import SUPERVISOR, Place
from ui.rounds.view import RoundsView

PLACES = (Place("rounds", N_("Rounds"), "round", RoundsView, group=SUPERVISOR, keys="Ctrl+5"),)

__all__ = ["PLACES"]
