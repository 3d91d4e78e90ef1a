"""Địa điểm: the list of sites, one site with its visits, and the import of station lists."""

from inspector.i18n import N_
from ui.place import Place
from ui.sites.view import SitesView

PLACES = (Place("sites", N_("Site list"), "site", SitesView, keys="Ctrl+2"),)

__all__ = ["PLACES", "SitesView"]
