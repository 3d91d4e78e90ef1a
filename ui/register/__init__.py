"""Sổ tổng hợp: workbooks arrive here; disagreements are decided; missing parcels are seen."""

from inspector.i18n import N_
from ui.place import SUPERVISOR, Place
from ui.register.view import RegisterView

PLACES = (Place("register", N_("Register"), "register", RegisterView, group=SUPERVISOR, keys="Ctrl+6"),)

__all__ = ["PLACES"]
