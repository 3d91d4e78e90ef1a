"""A repeat as a table: a row for each instance, a column for each question, filled cell by cell with the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector.datatypes import kind_of
from inspector.i18n import _
from ui.form import editors
from ui.form.editors.base import Asked, Tools, TypedEditor
from ui.form.row_card import RowCard
from ui.theme import tokens
from ui.widgets.button import Button
from ui.widgets.keeps_keys import KeepsKeys
from ui.widgets.layout import label, row

if TYPE_CHECKING:
    from inspector.form import Node
    from inspector.form.definition import Definition

Index = QModelIndex | QPersistentModelIndex
LINE: Final = 40
IN_A_BOX: Final = 60
"""So many choices fit into the box of a cell; more are searched in a dialog."""
_CHOICES: Final = ("segments", "radio", "search")


def words(node: Node) -> str:
    """The answer of a cell as people read it."""
    if not node.value:
        return ""
    if node.choices:
        found = {choice.value: choice.label for choice in node.choices}
        parts = [node.value] if node.question.control == "select1" else node.value.split()
        return ", ".join(found.get(part, part) for part in parts)
    if node.definition.type == "binary":
        return "✓"
    return kind_of(node.definition.type).words(node.value)


class Cells(QAbstractTableModel):
    """The nodes of a repeat as a table. Nothing is changed here: `answered(path, text)` says what a person wants."""

    answered = Signal(str, str)

    def __init__(self, repeat: Node, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns: list[Definition] = []
        self.rebind(repeat)

    def rebind(self, repeat: Node) -> None:
        """Show this repeat as it is now."""
        self.beginResetModel()
        self.repeat = repeat
        instance = repeat.definition.instance
        assert instance is not None
        self.columns = list(_questions(instance))
        self.endResetModel()

    def node(self, index: Index) -> Node:
        """The question of a cell."""
        wanted = self.columns[index.column()]
        return next(one for one in self.repeat.children[index.row()].walk() if one.definition is wanted)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.repeat.children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        home = self.repeat.home
        return home.form.label(self.columns[section].path, home.language) or self.columns[section].local

    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid():
            return None
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return words(node) if node.relevant else "–"
        if role == Qt.ItemDataRole.ForegroundRole and (not node.relevant or node.readonly):
            return QColor(tokens().ink3)
        if role == Qt.ItemDataRole.BackgroundRole and node.violation is not None and node.value:
            return QColor(tokens().failed_ground)
        if role == Qt.ItemDataRole.ToolTipRole and node.violation is not None:
            return node.message or ""
        if role == Qt.ItemDataRole.TextAlignmentRole and node.definition.type in ("int", "decimal"):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        node = self.node(index)
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if node.relevant and editors.kind_of_question(node) != "said":
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def refresh(self) -> None:
        """Answers of other cells may have changed any."""
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))


def _questions(definition: Definition) -> Sequence[Definition]:
    found: list[Definition] = []
    for child in definition.children:
        if child.kind == "group":
            found += _questions(child)
        elif child.kind == "question" and child.control is not None:
            found.append(child)
    return found


class _Writing(QStyledItemDelegate):
    """The editor of a cell: a line, or a box of choices."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, Cells)
        node = model.node(index)
        if editors.kind_of_question(node) in _CHOICES:
            box = QComboBox(parent)
            box.setAccessibleName(str(model.headerData(index.column(), Qt.Orientation.Horizontal)))
            box.addItem("", "")
            for choice in node.choices:
                box.addItem(choice.label, choice.value)
            box.activated.connect(lambda _at: self._chosen(box))
            return box
        field = QLineEdit(parent)
        field.setAccessibleName(str(model.headerData(index.column(), Qt.Orientation.Horizontal)))
        return field

    def _chosen(self, box: QComboBox) -> None:
        self.commitData.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        model = index.model()
        assert isinstance(model, Cells)
        node = model.node(index)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(node.value)))
        elif isinstance(editor, QLineEdit):
            editor.setText(_converter(node).words(node.value))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(model, Cells)
        node = model.node(index)
        if isinstance(editor, QComboBox):
            text: str | None = str(editor.currentData() or "")
        else:
            assert isinstance(editor, QLineEdit)
            text = _converter(node).parse(editor.text().strip())
        if text is not None and text != node.value:
            model.answered.emit(node.path, text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setMinimumHeight(0)
        editor.setGeometry(option.rect)


def _converter(node: Node) -> TypedEditor:
    made = editors.made(Asked(node))
    assert isinstance(made, TypedEditor)
    return made


class _Grid(QTableView):
    """Tab goes to the next cell and begins a new row after the last; Insert adds, Ctrl+Delete removes."""

    more = Signal()
    less = Signal(int)
    cleared = Signal(object)
    wide = Signal(object)
    out = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, index = event.key(), self.currentIndex()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Insert:
            self.more.emit()
        elif key == Qt.Key.Key_Delete and control and index.isValid():
            self.less.emit(index.row())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            self.cleared.emit(index)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid() and not control:
            self.edit(index)
        elif key == Qt.Key.Key_Tab:
            self.step(1)
        elif key == Qt.Key.Key_Backtab:
            self.step(-1)
        else:
            super().keyPressEvent(event)

    def step(self, by: int) -> None:
        """The next cell, in the next row after the last column; out of the table at its ends."""
        model, index = self.model(), self.currentIndex()
        place = (index.row() * model.columnCount() + index.column() + by) if index.isValid() else 0
        if 0 <= place < model.rowCount() * model.columnCount():
            self.setCurrentIndex(model.index(*divmod(place, model.columnCount())))
        else:
            self.out.emit(by)

    def edit(self, index: Index, *given: Any) -> Any:
        model = self.model()
        if isinstance(model, Cells) and index.isValid():
            node = model.node(index)
            kind = editors.kind_of_question(node)
            plain = kind in _CHOICES and len(node.choices) <= IN_A_BOX
            typed = issubclass(editors.EDITORS[kind], TypedEditor) and kind != "range"  # type: ignore[arg-type]
            if model.flags(index) & Qt.ItemFlag.ItemIsEditable and not plain and not typed:
                if not given or given[0] in (
                    QAbstractItemView.EditTrigger.DoubleClicked,
                    QAbstractItemView.EditTrigger.EditKeyPressed,
                ):
                    self.wide.emit(index)
                return False
        return super().edit(index, *given) if given else super().edit(index)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        hints = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, hints.NoHint)
        if hint in (hints.EditNextItem, hints.SubmitModelCache):
            last = self.currentIndex().row() * self.model().columnCount() + self.currentIndex().column() + 1
            if last == self.model().rowCount() * self.model().columnCount() and hint == hints.EditNextItem:
                self.more.emit()
            else:
                self.step(1)
        elif hint == hints.EditPreviousItem:
            self.step(-1)


class RepeatCard(RowCard):
    """`answered(path, text)`, `row_wanted()`, `row_unwanted(path)` are what a person did."""

    answered = Signal(str, str)
    row_wanted = Signal()
    row_unwanted = Signal(str)

    def __init__(self, repeat: Node, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.repeat = repeat
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 11, 16, 13)
        whole.setSpacing(8)
        self.title = label("", "heading", wrap=True)
        whole.addWidget(self.title)
        self.model = Cells(repeat, self)
        self.model.answered.connect(self.answered)
        self.table = _Grid()
        self.table.setModel(self.model)
        self.table.setItemDelegate(_Writing(self.table))
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().setDefaultSectionSize(LINE)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setMinimumSectionSize(70)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        whole.addWidget(self.table)
        self.add = Button(_("Add a row"), icon="add", keys="Ins")
        self.add.clicked.connect(self.row_wanted)
        self.remove = Button(_("Remove the row"), kind="quiet", icon="remove", keys="Ctrl+Del")
        self.remove.clicked.connect(lambda: self._remove(self.table.currentIndex().row()))
        whole.addLayout(row(self.add, self.remove, None))
        self.table.more.connect(self._more)
        self.table.less.connect(self._remove)
        self.table.cleared.connect(self._clear)
        self.table.wide.connect(self._open)
        self.table.out.connect(self.left)
        KeepsKeys(self.table)
        self.watch(self.table)
        self.show_node()

    def rebind(self, repeat: Node) -> None:
        """The form was read anew."""
        self.repeat = repeat
        self.show_node(rows=True)

    def show_node(self, *, rows: bool = False) -> None:
        """Show the rows as they are; `rows` when there are more or fewer."""
        title = self.repeat.label or self.repeat.definition.local
        self.title.setText(title)
        self.setAccessibleName(title)
        self.table.setAccessibleName(title)
        if rows:
            index = self.table.currentIndex()
            at, column = index.row(), index.column()
            self.model.rebind(self.repeat)
            if at >= 0:
                self.table.setCurrentIndex(self.model.index(min(at, self.model.rowCount() - 1), column))
        else:
            self.model.refresh()
        fixed = self.repeat.fixed
        self.add.setVisible(not fixed)
        self.remove.setVisible(not fixed)
        lines = min(12, max(1, self.model.rowCount()))
        self.table.setFixedHeight(lines * LINE + 44)

    def begin(self) -> None:
        """Put the cursor into the first empty cell."""
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def show_new_row(self) -> None:
        """Go to the first cell of the last row."""
        self.show_node(rows=True)
        self.table.setFocus()
        self.table.setCurrentIndex(self.model.index(self.model.rowCount() - 1, 0))

    def _more(self) -> None:
        if not self.repeat.fixed:
            self.row_wanted.emit()

    def _remove(self, at: int) -> None:
        if not self.repeat.fixed and 0 <= at < len(self.repeat.children):
            self.row_unwanted.emit(self.repeat.children[at].path)

    def _clear(self, index: Index) -> None:
        node = self.model.node(index)
        if self.model.flags(index) & Qt.ItemFlag.ItemIsEditable and node.value:
            self.answered.emit(node.path, "")

    def _open(self, index: Index) -> None:
        """The whole editor of a question that does not fit into a cell."""
        node = self.model.node(index)
        dialog = QDialog(self)
        dialog.setWindowTitle(node.label or node.local)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        whole = QVBoxLayout(dialog)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.addWidget(label(node.label or node.local, "strong", wrap=True))
        editor = editors.made(Asked(node, self._tools))
        editor.edited.connect(lambda text: self.answered.emit(node.path, text))
        editor.go_on.connect(dialog.accept)
        whole.addWidget(editor)
        done = Button(_("Done"), kind="primary")
        done.clicked.connect(dialog.accept)
        whole.addLayout(row(None, done))
        dialog.resize(520, 200)
        dialog.open()
        editor.begin()
