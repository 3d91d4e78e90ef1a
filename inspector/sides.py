"""The words for the sides of an inspection."""

from __future__ import annotations

from typing import Final

from inspector.i18n import N_

SIDES: Final = {"police": N_("Police"), "vnpt": N_("VNPT"), "site": N_("The site"), "other": N_("Other")}
