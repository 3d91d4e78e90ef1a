"""Cài đặt: who works here, language, look, and copies of the store."""

from __future__ import annotations

from inspector.i18n import N_
from ui.later import Later
from ui.place import BELOW, Factory, Place


def _settings() -> Factory:
    from ui.settings.view import SettingsView

    return SettingsView


PLACES = (Place("settings", N_("Settings"), "settings", Later(_settings), group=BELOW, keys="Ctrl+,"),)

__all__ = ["PLACES"]
