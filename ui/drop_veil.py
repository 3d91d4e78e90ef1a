"""What lies over the window while files are dragged across it: that they may be dropped here, and what happens then."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector.i18n import _
from ui import theme
from ui.theme import tokens
from ui.widgets import paint


class DropVeil(QWidget):
    """Covers its parent while a drag is over it; lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(_("Drop the files here"))
        self.hide()

    def cover(self) -> None:
        """Lie over the whole parent."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        veil = QColor(look.bg)
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        paint.rounded(painter, QRectF(self.rect()).adjusted(16, 16, -16, -16), 14, None, look.brand, 3)
        middle = QPointF(self.rect().center())
        words = _("Workbooks are previewed before anything is merged; photos are searched for tags.")
        wide = min(self.width() - 64, QFontMetrics(theme.font()).horizontalAdvance(words) + 64)
        paint.rounded(painter, QRectF(middle.x() - wide / 2, middle.y() - 88, wide, 192), 14, look.surface, look.line)
        paint.icon(painter, "import", look.brand, middle + QPointF(0, -36), 56)
        align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        line = QRectF(0, middle.y() + 8, self.width(), 32)
        paint.text(painter, line, _("Drop the files here"), look.ink, theme.font(20, QFont.Weight.DemiBold), align)
        below = line.translated(0, 32)
        paint.text(painter, below, words, look.ink2, theme.font(), align)
        painter.end()
