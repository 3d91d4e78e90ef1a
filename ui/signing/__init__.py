"""Kiểm tra và ký: the minutes as they will be printed, what stands against signing, and the signatures."""

from __future__ import annotations

from inspector.i18n import N_
from ui.later import Later
from ui.place import HIDDEN, Factory, Place


def _signing() -> Factory:
    from ui.signing.view import SigningView

    return SigningView


PLACES = (Place("sign", N_("Check and sign"), "pen", Later(_signing), group=HIDDEN, under="visits"),)

__all__ = ["PLACES"]
