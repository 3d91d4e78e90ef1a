"""Địa điểm: the list of sites, one site with its visits, and the import of station lists."""

from __future__ import annotations

from inspector.i18n import N_
from ui.later import Later
from ui.place import Factory, Place


def _sites() -> Factory:
    from ui.sites.view import SitesView

    return SitesView


PLACES = (Place("sites", N_("Site list"), "site", Later(_sites), keys="Ctrl+2"),)

__all__ = ["PLACES"]
