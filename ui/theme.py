"""
The look of the window in one place: colours, spacing, fonts, icons.

`Theme` follows the system (light, dark, high contrast) while it runs, or is set. Like QPalette and QFont the look is
the application's: `tokens()` answers for whichever Theme is installed on it, so a small widget needs no reference.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QAction, QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from inspector import paths
from ui import icons, theme_tokens
from ui.theme_sheet import stylesheet
from ui.theme_tokens import LIGHT, LOOKS, SMALL_PX, TEXT_PX, Tokens

FAMILY: Final = "Inter"
MODES: Final = ("system", "light", "dark", "contrast")
_INSTALLED: Final = "inspector-theme"


class Theme(QObject):
    """Applies a look to the application and keeps it in step with the system."""

    changed = Signal()

    def __init__(self, application: QApplication, mode: str = "system") -> None:
        super().__init__(application)
        self.setObjectName(_INSTALLED)
        self._application = application
        self._pictures = QTemporaryDir(QDir.tempPath() + "/inspector-look-XXXXXX")
        self._mode = mode
        self._tokens = LIGHT
        _load_fonts()
        application.setStyle("Fusion")
        application.setFont(font())
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        accessibility = getattr(hints, "accessibility", None)
        if accessibility is not None:
            accessibility().contrastPreferenceChanged.connect(self._follow)
        self.set_mode(mode)

    @property
    def mode(self) -> str:
        """What was chosen: one of MODES."""
        return self._mode

    @property
    def tokens(self) -> Tokens:
        """The colours shown now."""
        return self._tokens

    def set_mode(self, mode: str) -> None:
        """Choose a look, or `system` to follow the desktop."""
        if mode not in MODES:
            raise ValueError(mode)
        self._mode = mode
        hints = self._application.styleHints()
        wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(mode)
        if wanted is not None:
            hints.setColorScheme(wanted)
        else:
            hints.unsetColorScheme()
        self._show(self._wanted())

    def _follow(self) -> None:
        self._show(self._wanted())

    def _wanted(self) -> Tokens:
        hints = self._application.styleHints()
        dark = self._mode == "dark" or (self._mode != "light" and hints.colorScheme() == Qt.ColorScheme.Dark)
        contrast = self._mode == "contrast"
        accessibility = getattr(hints, "accessibility", None)
        if self._mode == "system" and accessibility is not None:
            contrast = accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        shade = "dark" if dark else "light"
        return LOOKS[f"contrast-{shade}" if contrast else shade]

    def _show(self, tokens: Tokens) -> None:
        if tokens is self._tokens and self._application.styleSheet():
            return
        self._tokens = tokens
        self._application.setPalette(_palette(tokens))
        self._application.setStyleSheet(stylesheet(tokens, self._sheet_pictures(tokens)))
        for widget in self._application.allWidgets():
            _tint(widget, tokens)
            for action in widget.actions():
                _tint(action, tokens)
            widget.update()
        self.changed.emit()

    def _sheet_pictures(self, tokens: Tokens) -> dict[str, str]:
        folder = Path(self._pictures.path())
        made = {}
        for key, name, colour in (
            ("chevron", "chevron-down", tokens.ink2),
            ("chevron_up", "chevron-up", tokens.ink2),
            ("tick", "check", tokens.on_brand),
        ):
            path = folder / f"{name}-{colour[1:]}.png"
            icons.pixmap(name, colour, 16, 2.0).save(str(path))
            made[key] = path.as_posix()
        return made


def tokens() -> Tokens:
    """The colours shown now; light when no Theme is installed."""
    application = QApplication.instance()
    installed = application.findChild(Theme, _INSTALLED) if application is not None else None
    return installed.tokens if isinstance(installed, Theme) else LIGHT


def colour(name: str) -> QColor:
    """A token as a QColor."""
    return QColor(str(getattr(tokens(), name)))


def font(size: int = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False) -> QFont:
    """The type of the window in pixels; `tabular` gives all figures the same width, for tables."""
    made = QFont(FAMILY)
    made.setPixelSize(size)
    made.setWeight(weight)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def small(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The small type: labels, hints, chips."""
    return font(SMALL_PX, weight)


def set_icon(target: QWidget | QAction, name: str, role: str = "ink2", active: str | None = None) -> None:
    """Give a button or action an icon that is tinted again whenever the look changes; roles are names of tokens."""
    target.setProperty("iconName", name)
    target.setProperty("iconRole", role)
    target.setProperty("iconActive", active or role)
    _tint(target, tokens())


def pixmap(name: str, role: str, side: int = 20, ratio: float = 1.0) -> QPixmap:
    """An icon in the colour of a token."""
    return icons.pixmap(name, str(getattr(tokens(), role)), side, ratio)


def restyle(widget: QWidget) -> None:
    """Let the stylesheet see that a property of the widget changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def _tint(target: QWidget | QAction, look: Tokens) -> None:
    name = target.property("iconName")
    set_to = getattr(target, "setIcon", None)
    if not name or set_to is None:
        return
    made: QIcon = icons.icon(
        str(name),
        str(getattr(look, str(target.property("iconRole")))),
        active=str(getattr(look, str(target.property("iconActive")))),
        disabled=look.line,
    )
    set_to(made)


def _load_fonts() -> None:
    if FAMILY in QFontDatabase.families() and QFontDatabase.styles(FAMILY).count("Semi Bold"):
        return
    for file in sorted(paths.resource("fonts").glob("Inter-*.otf")):
        QFontDatabase.addApplicationFont(str(file))


def _palette(look: Tokens) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, value in (
        (roles.Window, look.bg),
        (roles.WindowText, look.ink),
        (roles.Base, look.surface),
        (roles.AlternateBase, look.bg),
        (roles.Text, look.ink),
        (roles.PlaceholderText, look.ink3),
        (roles.Button, look.surface),
        (roles.ButtonText, look.ink),
        (roles.BrightText, look.failed),
        (roles.Dark, theme_tokens.mixed(look.bg, look.line, 0.6)),
        (roles.Highlight, look.brand),
        (roles.HighlightedText, look.on_brand),
        (roles.Link, look.brand),
        (roles.LinkVisited, look.brand),
        (roles.ToolTipBase, look.ink),
        (roles.ToolTipText, look.surface),
        (roles.Accent, look.brand),
    ):
        palette.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(look.ink3))
    return palette
