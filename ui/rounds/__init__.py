"""Đợt kiểm tra: rounds with how far they have come, and the drawing up of a new one."""

from __future__ import annotations

from inspector.i18n import N_
from ui.later import Later
from ui.place import SUPERVISOR, Factory, Place


def _rounds() -> Factory:
    from ui.rounds.view import RoundsView

    return RoundsView


PLACES = (Place("rounds", N_("Rounds"), "round", Later(_rounds), group=SUPERVISOR, keys="Ctrl+5"),)

__all__ = ["PLACES"]
