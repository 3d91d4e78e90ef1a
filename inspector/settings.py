"""
Every setting declared once: name, kind, default, sentence. The page, its help and what is kept are drawn from this table.

A setting of the store travels with its backups and is the same for whoever opens it; one of the computer is kept with the
window. Values are kept as text; what is no value of a setting is refused by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inspector.errors import InspectorError
from inspector.i18n import N_, _

STORE: Final = "store"
COMPUTER: Final = "computer"
LETTERHEAD: Final = "letterhead"
WINDOW: Final = "window"


class SettingRefused(InspectorError):
    """A value that a setting cannot take."""

    code = "setting.refused"
    message = N_("“{value}” cannot be used here: {reason}")
    hint = N_("Correct it, or leave the field as it was.")


class SettingUnknown(InspectorError):
    """A setting that is not declared."""

    code = "setting.unknown"
    message = N_("There is no setting {name}.")
    hint = N_("Look up the settings on their page in the window.")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `choices` are (value, words); `longest` is the most letters that a text may have."""

    name: str
    group: str
    title: str
    says: str
    default: str
    kept: str = STORE
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 120
    needed: bool = True

    def clean(self, text: str) -> str:
        """The value as it is kept. Raises SettingRefused."""
        value = " ".join(text.split())
        if self.choices and value not in dict(self.choices):
            known = ", ".join(key for key, _words in self.choices)
            raise SettingRefused(value=value, reason=_("it must be one of {known}").format(known=known))
        if self.needed and not value:
            raise SettingRefused(value=_(self.title), reason=_("it must not be empty"))
        if len(value) > self.longest:
            raise SettingRefused(value=value, reason=_("at most {n} letters").format(n=self.longest))
        return value


SIDES_FIRST: Final = (("police", N_("Police")), ("vnpt", N_("VNPT")))
SETTINGS: Final[dict[str, Setting]] = {
    one.name: one
    for one in (
        Setting(
            "police_body",
            LETTERHEAD,
            N_("Police authority"),
            N_("First line of the letterhead on the side of the police."),
            "Công an tỉnh Thanh Hóa",
        ),
        Setting(
            "vnpt_body",
            LETTERHEAD,
            N_("VNPT unit"),
            N_("First line of the letterhead on the side of VNPT."),
            "VNPT Thanh Hóa",
        ),
        Setting(
            "first_side",
            LETTERHEAD,
            N_("Which side comes first"),
            N_("In the letterhead, in the composition of the team and among the signatures."),
            "police",
            choices=SIDES_FIRST,
        ),
        Setting(
            "team_body",
            LETTERHEAD,
            N_("Name of the team"),
            N_("Stands below the two bodies in bold."),
            "Đoàn kiểm tra liên ngành",
        ),
        Setting(
            "place", LETTERHEAD, N_("Place of issue"), N_("Before the date of every paper."), "Thanh Hóa", longest=60
        ),
        Setting(
            "symbol",
            LETTERHEAD,
            N_("Symbol of the minutes"),
            N_("Follows the number of the minutes."),
            "BB-ĐKTLN",
            longest=30,
        ),
        Setting(
            "language",
            WINDOW,
            N_("Language"),
            N_("Of the window and of new papers; changed at once."),
            "vi",
            kept=COMPUTER,
            choices=(("vi", "Tiếng Việt"), ("en", "English")),
        ),
        Setting(
            "theme",
            WINDOW,
            N_("Look"),
            N_("Follows the system, or is chosen here; changed at once."),
            "system",
            kept=COMPUTER,
            choices=(
                ("system", N_("As the system")),
                ("light", N_("Light")),
                ("dark", N_("Dark")),
                ("contrast", N_("High contrast")),
            ),
        ),
    )
}


def named(name: str) -> Setting:
    """The setting of that name. Raises SettingUnknown."""
    if name not in SETTINGS:
        raise SettingUnknown(name=name)
    return SETTINGS[name]


def of_group(group: str) -> list[Setting]:
    """The settings of one card, in the order of their declaration."""
    return [one for one in SETTINGS.values() if one.group == group]
