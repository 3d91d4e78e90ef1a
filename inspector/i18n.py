"""
Words for people: `_()` and `ngettext()` over resources/translations, usable without Qt.

Source strings are English; Vietnamese is the language of the program. The catalogue is compiled from the .po files by
`python -m tests.translations`.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from inspector import paths

LANGUAGES: Final = ("vi", "en")
_active: str = "vi"
_here: ContextVar[str | None] = ContextVar("language", default=None)
_catalogues: dict[str, _gettext.NullTranslations] = {}


def set_language(language: str) -> None:
    """Make `language` (one of LANGUAGES) the one that `_()` answers in."""
    global _active
    if language not in LANGUAGES and language != "xx":
        raise ValueError(language)
    _active = language


def language() -> str:
    """The active language."""
    return _here.get() or _active


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Answer in `language` inside this block only, e.g. for an English paper from a Vietnamese window."""
    token = _here.set(language)
    try:
        yield
    finally:
        _here.reset(token)


def _(text: str) -> str:
    """`text` in the active language."""
    return _catalogue().gettext(text) if text else text


def ngettext(one: str, many: str, n: int) -> str:
    """`one` or `many` in the active language, as `n` asks; the number is filled in as {n}."""
    return _catalogue().ngettext(one, many, n).format(n=n)


def N_(text: str) -> str:
    """Mark `text` for translation; it is translated where it is shown."""
    return text


def _catalogue() -> _gettext.NullTranslations:
    active = language()
    found = _catalogues.get(active)
    if found is None:
        found = _load(active)
        _catalogues[active] = found
    return found


def _load(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    if language == "xx":
        return _Pseudo()
    with paths.resource("translations", f"{language}.mo").open("rb") as file:
        return _gettext.GNUTranslations(file)


class _Pseudo(_gettext.NullTranslations):
    """A language that does not exist: finds text that nobody marked, and places that are too narrow."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}~{'·' * (len(message) // 3)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)
