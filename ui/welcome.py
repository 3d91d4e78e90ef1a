"""The first start: who works here, and for which side."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QVBoxLayout

from inspector.i18n import _
from ui.widgets.button import Button
from ui.widgets.layout import label, row
from ui.widgets.segments import Segment, Segments


class Welcome(QDialog):
    """Three questions; `said` holds name, side and unit."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(_("Joint inspection"))
        self.setMinimumWidth(560)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 24, 28, 24)
        whole.setSpacing(14)
        whole.addWidget(label(_("Who works on this computer?"), "title"))
        whole.addWidget(
            label(
                _("Your name stands beside every answer you give. It can be changed later under Settings."),
                "second",
                wrap=True,
            )
        )
        fields = QFormLayout()
        fields.setSpacing(10)
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name"))
        self.unit = QLineEdit()
        self.unit.setAccessibleName(_("Unit"))
        self.side = Segments([Segment("police", _("Police")), Segment("vnpt", "VNPT")], label=_("Side"))
        fields.addRow(_("Name"), self.name)
        fields.addRow(_("Side"), self.side)
        fields.addRow(_("Unit"), self.unit)
        whole.addLayout(fields)
        self.start = Button(_("Begin"), kind="primary")
        self.start.setEnabled(False)
        self.start.setDefault(True)
        self.start.clicked.connect(self.accept)
        whole.addLayout(row(None, self.start))
        self.name.textChanged.connect(lambda _text: self._check())
        self.side.chosen.connect(lambda _key: self._check())
        self.side.cleared.connect(self._check)

    @property
    def said(self) -> tuple[str, str, str]:
        """Name, side, unit."""
        return self.name.text().strip(), self.side.value or "", self.unit.text().strip()

    def _check(self) -> None:
        name, side, _unit = self.said
        self.start.setEnabled(bool(name and side))
