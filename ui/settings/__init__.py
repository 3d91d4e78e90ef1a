"""Cài đặt: who works here, language, look, and copies of the store."""

from inspector.i18n import N_
from ui.place import BELOW, Place
from ui.settings.view import SettingsView

PLACES = (Place("settings", N_("Settings"), "settings", SettingsView, group=BELOW, keys="Ctrl+,"),)

__all__ = ["PLACES"]
