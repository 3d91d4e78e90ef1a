"""Kiểm tra và ký: the minutes as they will be printed, what stands against signing, and the signatures."""

from inspector.i18n import N_
from ui.place import HIDDEN, Place
from ui.signing.view import SigningView

PLACES = (Place("sign", N_("Check and sign"), "pen", SigningView, group=HIDDEN),)

__all__ = ["PLACES"]
