"""What a walk over the widgets of a place finds: text that nobody marked, text that is cut off, controls without a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QAbstractTableModel, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSizePolicy,
    QTextEdit,
    QWidget,
)

from ui.rail import RailButton
from ui.widgets.chip import Chip
from ui.widgets.key_hint import KeyHint
from ui.widgets.layout import Elided
from ui.widgets.segments import Segments

MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
CODE = re.compile(r"\b[0-9A-F]{4} [0-9A-F]{4}\b")
ROWS = 100
"""So many rows of a list are read."""
WORD = re.compile(r"[^\W\d_]{3,}")
SAME_EVERYWHERE = {"vnpt", "english", "tiếng", "việt", "excel", "pdf", "ctrl", "alt", "shift", "enter", "esc", "tab"}
SAME_EVERYWHERE |= {"python", "inter", "liberation", "ofl", "survey"}
"""Names that are the same in every language, keys among them; the languages are called by their own names."""
CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QTextEdit,
    QPlainTextEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractSlider,
    QAbstractItemView,
)


def visible(top: QWidget) -> Iterator[QWidget]:
    """Every widget below `top` that is on the screen, though it may be scrolled out of sight."""
    for widget in [top, *top.findChildren(QWidget)]:
        if widget.isVisibleTo(top) and widget.width() > 1 and widget.height() > 1:
            yield widget


def texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    """What a widget says: (what kind of text, text)."""
    if isinstance(widget, Elided):
        yield "text", widget.whole()
    elif isinstance(widget, Chip):
        yield "text", widget.text
    elif isinstance(widget, QLabel | QAbstractButton):
        yield "text", widget.text()
    if isinstance(widget, QLineEdit):
        yield "placeholder", widget.placeholderText()
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        yield "placeholder", widget.placeholderText()
    if isinstance(widget, QComboBox):
        for index in range(widget.count()):
            yield "choice", widget.itemText(index)
    if isinstance(widget, QHeaderView) and widget.model() is not None:
        horizontal = widget.orientation() is Qt.Orientation.Horizontal
        for section in range(widget.count() if horizontal else 0):
            yield "heading", str(widget.model().headerData(section, Qt.Orientation.Horizontal) or "")
    yield "tip", widget.toolTip()
    yield "name", widget.accessibleName()


def unmarked(widget: QWidget, data: str) -> list[str]:
    """Texts of a widget with a word that is neither marked for translation nor part of `data` (in small letters)."""
    found: list[str] = []
    if isinstance(widget, KeyHint):
        return found
    for kind, text in texts(widget):
        left, inner = MARKED.sub(" ", text), text
        while left != inner:
            left, inner = MARKED.sub(" ", left), left
        words = {word.casefold() for word in WORD.findall(CODE.sub(" ", left))} - SAME_EVERYWHERE
        if any(word not in data for word in words):
            found.append(f"{describe(widget)}: {kind} {text!r}")
    return found


def bracketed(widget: QWidget) -> list[str]:
    """Texts of a widget that are still in the language that does not exist."""
    return [f"{describe(widget)}: {kind} {text!r}" for kind, text in texts(widget) if "⟦" in text]


def foreign(widget: QWidget, sentences: Iterable[str]) -> list[str]:
    """Texts of a widget in which one of these sentences of another language stands."""
    return [
        f"{describe(widget)}: {kind} {text!r}"
        for kind, text in [*texts(widget), *cells(widget)]
        if any(sentence in text for sentence in sentences)
    ]


def cells(widget: QWidget) -> Iterator[tuple[str, str]]:
    """What the first rows of a list or table say: (what kind of text, text)."""
    model = widget.model() if isinstance(widget, QAbstractItemView) else None
    if model is not None:
        columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
        for row in range(min(ROWS, model.rowCount())):
            for at in range(columns):
                yield "cell", str(model.index(row, at).data() or "")


def cut_off(widget: QWidget) -> str:
    """How a widget's own text does not fit into it; empty when it fits."""
    wanted = QSize()
    if isinstance(widget, Elided):
        shown, whole = ("".join(words.replace("·", "").split()) for words in (widget.text(), widget.whole()))
        short = shown != whole  # the sign between two things is left out where a line ends
        return f"{describe(widget)}: shortened, and no tip says the whole" if short and not widget.toolTip() else ""
    if isinstance(widget, QLabel):
        if not widget.text():
            return ""
        if widget.wordWrap():
            wanted = QSize(widget.minimumSizeHint().width(), widget.heightForWidth(widget.width()))
        else:
            wanted = widget.sizeHint()
    elif isinstance(widget, Chip):
        wanted = widget.sizeHint()
    elif isinstance(widget, QAbstractButton) and widget.text() and not isinstance(widget, RailButton):
        wanted = widget.minimumSizeHint() if widget.minimumSizeHint().isValid() else widget.sizeHint()
    elif isinstance(widget, QLineEdit) and widget.placeholderText() and not widget.text():
        room = widget.width() - 24
        wide = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        if wide > room and not widget.toolTip():
            return f"{describe(widget)}: its hint wants {wide}, has {room}"
    elif isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
        return _heads_cut_off(widget)
    elastic = isinstance(widget, QAbstractButton) and bool(
        widget.sizePolicy().horizontalPolicy().value & QSizePolicy.PolicyFlag.ShrinkFlag.value
    )
    if (wanted.width() > widget.width() + 1 and not elastic) or wanted.height() > widget.height() + 1:
        return f"{describe(widget)}: wants {wanted.width()}×{wanted.height()}, has {widget.width()}×{widget.height()}"
    return ""


def _heads_cut_off(header: QHeaderView) -> str:
    """Titles of columns that have no room; a title that is shortened is told by its tip."""
    model = header.model()
    short = []
    for section in range(header.count()):
        words = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        wide = header.fontMetrics().horizontalAdvance(words)
        tip = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        if not header.isSectionHidden(section) and wide + 20 > header.sectionSize(section) and not tip:
            short.append(f"{words!r} wants {wide + 20}, has {header.sectionSize(section)}")
    return f"{describe(header)}: {'; '.join(short)}" if short else ""


def nameless(widget: QWidget) -> str:
    """Which control says neither by text nor by an accessible name what it is; empty when it does."""
    if not isinstance(widget, CONTROLS) or isinstance(widget, QScrollBar | QHeaderView):
        return ""
    own = widget.text() if isinstance(widget, QAbstractButton) else ""
    inside = widget.parentWidget()
    if isinstance(widget, QLineEdit) and isinstance(inside, QComboBox | QAbstractSpinBox):
        return ""
    if own.strip() or widget.accessibleName().strip():
        return ""
    return describe(widget)


def reachable(widget: QWidget) -> str:
    """Which control that can be pressed cannot be reached by keyboard; empty when it can."""
    if not isinstance(widget, CONTROLS) or not widget.isEnabled() or isinstance(widget, QScrollBar | QHeaderView):
        return ""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None:
        return ""
    if isinstance(inside := widget.parentWidget(), QLineEdit):
        return ""  # the cross that empties a field: Esc does the same
    if isinstance(inside, Segments) and any(map(_by_tab, inside.findChildren(QAbstractButton))):
        return ""
    return describe(widget)


def _by_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def describe(widget: QWidget) -> str:
    """Where a widget is, by the classes and names above it."""
    path = []
    above: QWidget | None = widget
    while above is not None and len(path) < 4:
        path.append(type(above).__name__ + (f"#{above.objectName()}" if above.objectName() else ""))
        above = above.parentWidget()
    said = next((text for kind, text in texts(widget) if text), "")
    return " < ".join(path) + (f" {said[:60]!r}" if said else "")
