"""Sổ tổng hợp: workbooks arrive here; disagreements are decided; missing parcels are seen."""

from __future__ import annotations

from inspector.i18n import N_
from ui.later import Later
from ui.place import SUPERVISOR, Factory, Place


def _register() -> Factory:
    from ui.register.view import RegisterView

    return RegisterView


PLACES = (Place("register", N_("Register"), "register", Later(_register), group=SUPERVISOR, keys="Ctrl+6"),)

__all__ = ["PLACES"]
