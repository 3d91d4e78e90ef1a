"""Whoever reports a remedy shows it: photos are dropped or chosen in the dialog and stand in the life of the finding."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from inspector import findings, visits
from inspector.demo.pictures import taken
from inspector.store import Store
from tests.ui.desk import Desk, write
from tests.ui.test_places import failed, open_findings
from tests.ui.test_window import AT, lines, people_uid, started
from ui import files
from ui.findings.page import ReasonDialog
from ui.findings.view import FindingsView
from ui.form.photo_dialog import PhotoDialog, PhotoViewer


def drop(dialog: ReasonDialog, *paths: Path) -> None:
    """Files are dropped on the words, as a person does who aims at the middle."""
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    assert dialog.acceptDrops()
    assert not dialog.words.acceptDrops()
    at = QPointF(dialog.words.geometry().center())
    nothing = Qt.KeyboardModifier.NoModifier
    dialog.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, held, Qt.MouseButton.LeftButton, nothing))


def page_of(desk: Desk, finding: str) -> FindingsView:
    view = open_findings(desk)
    view.page.show_finding(finding)
    view.pages.setCurrentWidget(view.page)
    desk.until(lambda: view.page.life is not None and view.page.life.listed.finding.uid == finding)
    return view


def test_a_remedy_is_reported_with_photos_that_stand_in_the_life_of_the_finding(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding, _other = failed(desk)
    dropped, chosen, old, none = (tmp_path / name for name in ("moi.jpg", "moi-2.jpg", "cu.jpg", "ghi-chu.jpg"))
    dropped.write_bytes(taken("binh", "moi", AT))
    chosen.write_bytes(taken("binh", "moi hai", AT))
    old.write_bytes(taken("binh", "cu", AT.replace(year=AT.year - 1)))
    none.write_text("không phải ảnh")
    page = page_of(desk, finding).page

    desk.qtbot.mouseClick(page.report, Qt.MouseButton.LeftButton)
    (dialog,) = page.findChildren(ReasonDialog)
    assert dialog.proof is not None
    desk.keys(dialog.words, "Đã thay hai bình mới")
    drop(dialog, dropped, old, none)
    proof = dialog.proof
    desk.until(lambda: len(proof.strip.thumbs) == 2 and proof.refused.isVisible())
    assert "ghi-chu.jpg" in proof.refused.text()
    assert any("before the inspection" in one.toolTip() for one in proof.strip.thumbs.values())
    monkeypatch.setattr(files, "open_several", lambda *_asked, **_kept: [chosen])
    assert proof.strip.add is not None
    desk.qtbot.mouseClick(proof.strip.add, Qt.MouseButton.LeftButton)
    (asking,) = proof.findChildren(PhotoDialog)
    desk.qtbot.mouseClick(asking.choose, Qt.MouseButton.LeftButton)
    desk.until(lambda: len(proof.strip.thumbs) == 3)
    older = next(one for one in proof.strip.thumbs.values() if "before the inspection" in one.toolTip())
    desk.qtbot.mouseClick(older, Qt.MouseButton.LeftButton)
    (viewer,) = proof.findChildren(PhotoViewer)
    desk.qtbot.mouseClick(viewer.remove, Qt.MouseButton.LeftButton)
    desk.until(lambda: len(proof.strip.thumbs) == 2)
    desk.qtbot.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)

    desk.until(lambda: page.life is not None and page.life.listed.state == "reported")
    assert page.life is not None
    assert {photo.name for photo in page.life.after} == {"moi.jpg", "moi-2.jpg"}
    desk.calm()


def test_a_remedy_of_a_state_secret_takes_no_photos(desk: Desk, tmp_path: Path) -> None:
    visit = started(desk, "THA0043", "state_secret")
    path = next(iter(lines(desk, visit).values())).item.path

    def fail(store: Store) -> None:
        visits.record_answers(store, visit, "state_secret", {path: "fail"}, by=people_uid(store))

    write(desk.store, fail)
    (tmp_path / "moi.jpg").write_bytes(taken("binh", "moi", AT))
    page = page_of(desk, findings.uid_of(visit, "state_secret", path)).page

    dialog = page.ask_report()
    assert dialog.proof is None
    assert any("No photos are taken for state secrets" in one.text() for one in dialog.findChildren(QLabel))
    assert not dialog.acceptDrops()
    dialog.reject()
