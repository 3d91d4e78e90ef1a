"""A checklist of one's own with every type of question is filled by the keyboard, journalled, handed over and merged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from inspector import checklists, handover, register, visits, workplace
from inspector.datatypes import kind_of
from inspector.demo.pictures import taken
from inspector.model import Answer, Photo
from inspector.store import Reader, Store
from tests.form.sheets import markdown
from tests.ui.desk import Desk, write
from tests.ui.test_window import AT, people_uid, started
from ui.form import editors
from ui.form.editors.number import plain
from ui.form.editors.picture import SignatureEditor
from ui.form.editors.place import point
from ui.form.editors.search import SearchEditor
from ui.form.photo_dialog import PhotoDialog
from ui.form.repeat_card import RepeatCard
from ui.visits.filling import FillingView

COMMUNES = 5000
FORM = """
| survey |                      |          |                      |               |             |              |           |                   |
|        | type                 | name     | label::Tiếng Việt (vi) | label::English (en) | appearance | calculation | parameters | choice_filter |
|        | begin_group          | g        | Phần một             | Part one      |             |              |           |                   |
|        | note                 | n        | Đọc kỹ               | Read well     |             |              |           |                   |
|        | text                 | t        | Tên                  | Name          |             |              |           |                   |
|        | text                 | long     | Mô tả                | Description   | multiline   |              |           |                   |
|        | integer              | i        | Số lượng             | Count         |             |              |           |                   |
|        | decimal              | d        | Điện trở             | Resistance    |             |              |           |                   |
|        | calculate            | twice    |                      |               |             | ${i} * 2     |           |                   |
|        | date                 | day      | Ngày                 | Day           |             |              |           |                   |
|        | time                 | clock    | Giờ                  | Time          |             |              |           |                   |
|        | dateTime             | moment   | Lúc                  | Moment        |             |              |           |                   |
|        | select_one kinds     | kind     | Loại                 | Kind          |             |              |           |                   |
|        | select_one communes  | commune  | Xã                   | Commune       |             |              |           | kind=${kind}      |
|        | select_multiple kinds | kinds   | Các loại             | Kinds         |             |              |           |                   |
|        | rank kinds           | order    | Thứ tự               | Order         |             |              |           |                   |
|        | range                | level    | Mức                  | Level         |             |              | start=0 end=10 step=1 |       |
|        | geopoint             | place    | Vị trí               | Place         |             |              |           |                   |
|        | geotrace             | line     | Tuyến                | Line          |             |              |           |                   |
|        | geoshape             | area     | Vùng                 | Area          |             |              |           |                   |
|        | image                | picture  | Ảnh                  | Picture       |             |              |           |                   |
|        | image                | sign     | Chữ ký               | Signature     | signature   |              |           |                   |
|        | barcode              | code     | Mã                   | Code          |             |              |           |                   |
|        | acknowledge          | ok       | Đã hiểu              | Understood    |             |              |           |                   |
|        | end_group            |          |                      |               |             |              |           |                   |
|        | begin_repeat         | battery  | Ắc quy               | Batteries     |             |              |           |                   |
|        | text                 | serial   | Số máy               | Serial        |             |              |           |                   |
|        | decimal              | volts    | Điện áp              | Volts         |             |              |           |                   |
|        | select_one kinds     | sort     | Loại                 | Kind          |             |              |           |                   |
|        | end_repeat           |          |                      |               |             |              |           |                   |
| choices |                     |          |                      |               |             |              |           |                   |
|        | list_name            | name     | label::Tiếng Việt (vi) | label::English (en) | kind  |              |           |                   |
|        | kinds                | a        | Loại A               | Kind A        |             |              |           |                   |
|        | kinds                | b        | Loại B               | Kind B        |             |              |           |                   |
|        | kinds                | c        | Loại C               | Kind C        |             |              |           |                   |
{communes}
| settings |                    |          |                      |               |             |              |           |                   |
|        | form_title           | form_id  | version              | default_language |          |              |           |                   |
|        | Phiếu đủ loại        | every    | 1                    | Tiếng Việt (vi) |           |              |           |                   |
"""


def form(folder: Path) -> Path:
    rows = "\n".join(
        f"| | communes | x{at} | Xã Điện Biên {at} | Commune {at} | {'abc'[at % 3]} |" for at in range(COMMUNES)
    )
    return markdown(folder, FORM.replace("{communes}", rows), "every.md")


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def typed(running: Desk, *keys: Any) -> None:
    """Keys go where the cursor is."""
    for key in keys:
        for one in key if isinstance(key, str) else [key]:
            running.keys(focus(), one)


def answers(reader: Reader, visit: str) -> dict[str, str]:
    return {one.path: one.value for one in reader.all(Answer, visit=visit, form="every") if one.value}


@pytest.fixture
def filled(desk: Desk, tmp_path: Path) -> tuple[Desk, str, FillingView]:
    write(desk.store, lambda store: checklists.install(store, form(tmp_path)))
    return desk, started(desk, "THA0001", "every"), desk.place("visit")


def test_every_type_has_an_editor(filled: tuple[Desk, str, FillingView]) -> None:
    _desk, _visit, view = filled
    assert view.sheet is not None
    used = {editors.kind_of_question(view.sheet.node(key)) for key in view.cards}
    assert used == set(editors.EDITORS) - {"radio", "search several", "said"}


def test_every_type_is_filled_by_the_keyboard_and_travels(
    filled: tuple[Desk, str, FillingView], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, visit, view = filled
    enter, down, control = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier
    (tmp_path / "a.jpg").write_bytes(taken("sign", "THA0001", AT))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_given: ([str(tmp_path / "a.jpg")], ""))

    view.choose("every/g/t")
    typed(running, "Tu 01", enter)
    assert view.current == "every/g/long"
    typed(running, "Dong mot", enter, "dong hai")
    running.qtbot.keyClick(focus(), Qt.Key.Key_Return, control)
    assert view.current == "every/g/i"
    for text in ("12", "9,75", "5/12/2026", "14h30", "05/12/2026 08:15"):
        typed(running, text, enter)
    assert view.current == "every/g/kind"
    typed(running, "2")
    assert view.current == "every/g/commune"
    typed(running, "COMMUNE 4998")
    found = focus().parent()
    assert isinstance(found, SearchEditor)
    assert found.matches("COMMUNE 4998") == []
    focus().clear()  # type: ignore[attr-defined]
    typed(running, "commune 4996", enter)
    assert view.current == "every/g/kinds"
    typed(running, "1", "3", down)
    assert view.current == "every/g/order"
    running.qtbot.keyClick(focus(), down, control)
    view.step(1)
    typed(running, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    view.step(1)
    typed(running, "19,8072 105,7764", enter)
    for text in ("19.8 105.7", "19.9 105.8", "19.7 105.9"):
        typed(running, text, enter)
    view.step(1)
    for text in ("19.8 105.7", "19.9 105.8", "19.7 105.9"):
        typed(running, text, enter)
    view.step(1)
    assert view.current == "every/g/picture"
    view.cards[view.current].setFocus()
    typed(running, "p")
    (dialog,) = view.findChildren(PhotoDialog)
    running.until(dialog.choose.hasFocus)
    typed(running, "f")
    running.until(lambda: view.sheet is not None and view.sheet.line("every/g/picture").value)
    view.choose("every/g/sign")
    pad = view.cards["every/g/sign"].editor
    assert isinstance(pad, SignatureEditor)
    running.qtbot.mousePress(pad.pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    running.qtbot.mouseMove(pad.pad, QPoint(120, 90))
    running.qtbot.mouseRelease(pad.pad, Qt.MouseButton.LeftButton, pos=QPoint(160, 60))
    pad.keep.click()
    running.until(lambda: view.sheet is not None and view.sheet.line("every/g/sign").value)
    running.until(running.window.isActiveWindow)
    view.choose("every/g/code")
    typed(running, "8934567", enter, "1")
    view.choose("repeat|battery")
    typed(running, "S1", Qt.Key.Key_Tab, "12,8", Qt.Key.Key_Tab)
    typed(running, Qt.Key.Key_Insert, "S2", Qt.Key.Key_Tab, "13,1", Qt.Key.Key_Tab)
    running.calm()

    said = running.read(answers, visit)
    rows = sorted(path for path in said if path.endswith("]"))
    assert len(rows) == 1
    second = rows[0]
    assert {path: value for path, value in said.items() if path not in rows and "[" not in path and len(value) < 60} == {
        "g/t": "Tu 01", "g/long": "Dong mot\ndong hai", "g/i": "12", "g/d": "9.75", "g/day": "2026-12-05",
        "g/clock": said["g/clock"], "g/moment": said["g/moment"], "g/kind": "b", "g/commune": "x4996", "g/kinds": "a c",
        "g/order": "b a c", "g/level": "3", "g/place": "19.8072 105.7764",
        "g/line": "19.8 105.7;19.9 105.8;19.7 105.9", "g/code": "8934567", "g/ok": "OK",
        **{key: said[key] for key in ("g/area",) if len(said[key]) < 60},
    }  # fmt: skip
    assert said["g/clock"].startswith("14:30:00")
    assert said["g/moment"].startswith("2026-12-05T08:15:00")
    assert said["g/area"] == "19.8 105.7;19.9 105.8;19.7 105.9;19.8 105.7"
    assert [said[f"{row}/{name}"] for row in ("battery[1]", second) for name in ("serial", "volts")] == [
        "S1", "12.8", "S2", "13.1",
    ]  # fmt: skip
    pictures = {one.path: one.sha256 for one in running.read(lambda reader: reader.all(Photo, visit=visit))}
    assert pictures == {"g/picture": said["g/picture"], "g/sign": said["g/sign"]}
    write(running.store, lambda store: handover.export(store, [visit], tmp_path / "a.xlsx", by=people_uid(store)))

    with workplace.open_workplace(str(tmp_path / "other.db")) as other:
        register.merge(other, [tmp_path / "a.xlsx"])
        with other.read() as reader:
            assert answers(reader, visit) == said
            lines = {line.item.path: line.value for page in visits.dossier(reader, visit).pages for line in page.lines}
    assert lines[f"{second}/serial"] == "S2"
    assert lines["battery[1]/volts"] == "12.8"


def test_a_row_is_removed_and_comes_back_by_undo(filled: tuple[Desk, str, FillingView]) -> None:
    running, visit, view = filled
    view.choose("repeat|battery")
    typed(running, "S1", Qt.Key.Key_Tab, Qt.Key.Key_Insert, "S2", Qt.Key.Key_Tab)
    running.calm()
    card = view.column.row("repeat|battery")
    assert isinstance(card, RepeatCard)
    assert card.model.rowCount() == 2

    running.qtbot.keyClick(card.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    running.calm()
    assert card.model.rowCount() == 1
    assert [row.uid for row in running.read(visits.instance, visit, "every")["battery"].children] == ["1"]

    running.window.actions_.get("undo").trigger()
    running.until(lambda: card.model.rowCount() == 2)
    assert card.model.data(card.model.index(1, 0)) == "S2"


def test_the_language_of_the_form_is_switched_live(filled: tuple[Desk, str, FillingView]) -> None:
    _running, _visit, view = filled
    assert view.cards["every/g/i"].text.text() == "Count"

    view.head.language_wanted.emit("Tiếng Việt (vi)")

    assert view.cards["every/g/i"].text.text() == "Số lượng"
    assert view.current


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.234,5", "1234.5"),
        ("1 234", "1234"),
        ("−3", "-3"),
        ("1.234.567", "1234567"),
    ],
)
def test_numbers_are_read_as_they_are_written_here(given: str, kept: str) -> None:
    assert plain(given) == kept


@pytest.mark.parametrize(
    "given", ["19,8072 105,7764", "19.8072, 105.7764", "19.8072 105.7764", "19°48'25.92\"N 105°46'35.04\"E"]
)
def test_positions_are_read_in_every_spelling(given: str) -> None:
    parts = (point(given) or "").split()
    assert [round(float(part), 4) for part in parts[:2]] == [19.8072, 105.7764]


def test_half_a_position_is_none() -> None:
    assert point("19.8072") is None
    assert kind_of("geopoint").canonical("19.8072") == ""


def test_a_thousand_items_make_few_widgets(desk: Desk, tmp_path: Path) -> None:
    rows = "\n".join(f"| | select_one r | q{at} | Mục {at} |" for at in range(1000))
    text = f"| survey | | | |\n| | type | name | label |\n{rows}\n| choices | | | |\n| | list_name | name | label |\n"
    text += "| | r | pass | Đạt |\n| | r | fail | Không đạt |\n| settings | | |\n| | form_title | form_id |\n| | Nghìn | many |\n"

    def furnished(store: Store) -> None:
        checklists.install(store, markdown(tmp_path, text, "many.md"))

    write(desk.store, furnished)
    started_at = {"THA0001": "many"}
    for code, name in started_at.items():
        visit = write(
            desk.store,
            lambda store, code=code, name=name: visits.start(store, _site(store, code), [name], by=people_uid(store)),
        )
    desk.window.go("visit", visit=visit)
    view: FillingView = desk.place("visit")
    desk.until(lambda: view.current)

    assert len(view.cards) == 1000
    assert len(view.column.made) < 30
    view.choose("many/q990")
    assert view.column.row("many/q990").geometry().bottom() <= view.column.viewport().height()
    assert len(view.column.made) < 60


def _site(store: Store, code: str) -> str:
    from inspector import sites

    with store.read() as reader:
        return sites.named(reader, code).uid
