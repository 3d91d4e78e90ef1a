"""The pages of the settings by name, light enough for the box that finds everything: no page is made here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from inspector import settings
from inspector.i18n import N_, _
from ui.palette import Found, matching

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.place import Go


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its key, its name, and what is on it, in the words that people look for."""

    key: str
    name: str
    holds: str
    icon: str


PAGES: Final = (
    Page("person", N_("Person and side"), N_("name, police or VNPT, unit, post"), "person"),
    Page("look", N_("Language and look"), N_("colours and language of the window"), "look"),
    Page(
        "letterhead",
        N_("Units and letterhead"),
        N_("letter form, symbol of the minutes, place of issue, which side comes first"),
        "file",
    ),
    Page("checklists", N_("Checklists"), N_("install, check, compare versions"), "checklist"),
    Page("backups", N_("Backups"), N_("make a backup, restore"), "backup"),
    Page("practice", N_("Practice data"), N_("try everything without touching real data"), "play"),
    Page("about", N_("About the program"), N_("version, where the data lie, keys"), "info"),
)
_ICONS: Final = {"language": "language", "theme": "look"}


def findable(query: str, go: Go, choose: Callable[[str, str], object]) -> list[Found]:
    """What of the settings fits what was typed: pages, and looks and languages, which `choose(setting, value)` takes at once."""
    kind = _("Settings")
    pages = [Found(kind, _(one.name), partial(go, "settings", page=one.key), _(one.holds), one.icon) for one in PAGES]
    looks = [
        Found(kind, f"{_(one.title)}: {_(words)}", partial(choose, one.name, value), icon=_ICONS[one.name])
        for one in settings.of_group(settings.WINDOW)
        for value, words in one.choices
    ]
    return matching(query, [*pages, *looks])
