"""Scanning: frames of a camera, pictures and typed codes become sites; what is strange, forged or absent is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFilter
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat, QVideoFrameInput

from inspector import people, sites, tagging, tags, workplace
from inspector.model import Side, Site
from inspector.security import keys
from inspector.store import Store
from inspector.tags import label
from ui.scan.camera import BROKEN, LIVE, NONE, REFUSED, Camera
from ui.scan.decoding import THOROUGH_EVERY, Decoder, look
from ui.scan.view import ScanDialog
from ui.tasks import Tasks
from ui.theme import Theme

WIDE, HIGH = 640, 480


def symbol(text: str, module: int = 6) -> Image.Image:
    """A printed tag, in grey, with its quiet zone."""
    rows = label.modules(text)
    side = len(rows) + 2 * label.QUIET
    drawn = Image.new("L", (side, side), 235)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                drawn.putpixel((x + label.QUIET, y + label.QUIET), 25)
    return drawn.resize((side * module, side * module), Image.Resampling.NEAREST)


def scene(*tags_: Image.Image) -> Image.Image:
    """A grey wall with these on it, side by side."""
    wall = Image.new("L", (WIDE, HIGH), 150)
    for place, one in enumerate(tags_):
        wall.paste(one, (20 + place * WIDE // max(1, len(tags_)), 60))
    return wall


def frame(picture: Image.Image, kind: str = "NV12") -> QVideoFrame:
    """The picture as a camera delivers it."""
    pixel_format = getattr(QVideoFrameFormat.PixelFormat, f"Format_{kind}")
    made = QVideoFrame(QVideoFrameFormat(QSize(picture.width, picture.height), pixel_format))
    assert made.map(QVideoFrame.MapMode.WriteOnly)
    for plane in range(made.planeCount()):
        stride, held = made.bytesPerLine(plane), memoryview(made.bits(plane))
        lines = {"NV12": picture.tobytes(), "YUV420P": picture.tobytes()}.get(kind) if plane == 0 else None
        wide = picture.width
        if kind in ("YUYV", "UYVY"):
            woven = bytearray(b"\x80" * (2 * picture.width * picture.height))
            woven[(0 if kind == "YUYV" else 1) :: 2] = picture.tobytes()
            lines, wide = bytes(woven), 2 * picture.width
        elif kind == "BGRA8888":
            lines, wide = picture.convert("RGBA").tobytes(), 4 * picture.width
        if lines is None:
            held[:] = b"\x80" * len(held)
            continue
        for row in range(picture.height):
            held[row * stride : row * stride + wide] = lines[row * wide : (row + 1) * wide]
    made.unmap()
    return made


def read_in(picture: Image.Image, kind: str = "NV12", *, thorough: bool = True) -> list[str]:
    seen = look(frame(picture, kind), thorough)
    assert seen is not None
    assert not seen.picture.isNull()
    return [one.text for one in seen.symbols]


OURS = tags.payload_of("THA0001")


@pytest.mark.parametrize("kind", ["NV12", "YUV420P", "YUYV", "UYVY", "BGRA8888"])
def test_every_kind_of_frame_is_read_and_shown(kind: str) -> None:
    assert read_in(scene(symbol(OURS)), kind) == [OURS]


@pytest.mark.parametrize(
    "tag",
    [
        symbol(OURS).rotate(33, expand=True, fillcolor=150),
        symbol(OURS, 3),
        symbol(OURS).filter(ImageFilter.GaussianBlur(2)),
        symbol(OURS).rotate(180),
    ],
    ids=["turned", "small", "blurred", "head down"],
)
def test_tags_as_hands_hold_them_are_read(tag: Image.Image) -> None:
    assert read_in(scene(tag), thorough=False) == [OURS]


def test_two_tags_in_a_frame_and_none() -> None:
    other = tags.payload_of("THA0002")
    assert sorted(read_in(scene(symbol(OURS), symbol(other)))) == sorted([OURS, other])
    assert read_in(scene()) == []


def test_only_the_newest_frame_waits_and_every_fifth_is_searched_thoroughly(
    qtbot: Any, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    thorough: list[bool] = []

    def counted(offered: QVideoFrame, full: bool) -> Any:
        thorough.append(full)
        return look(offered, full)

    monkeypatch.setattr("ui.scan.decoding.look", counted)
    decoder = Decoder(tasks)
    seen: list[Any] = []
    decoder.seen.connect(seen.append)
    wanted = [tags.payload_of(f"THA{number:04d}") for number in range(9)]
    for text in wanted:
        decoder.offer(frame(scene(symbol(text))))

    qtbot.waitUntil(lambda: len(seen) == 2)
    assert [one.symbols[0].text for one in seen] == [wanted[0], wanted[-1]]
    assert decoder.dropped == len(wanted) - 2
    while decoder.looked_at < 2 * THOROUGH_EVERY:
        before = len(seen)
        decoder.offer(frame(scene()))
        qtbot.waitUntil(lambda before=before: len(seen) > before)
    assert [at for at, full in enumerate(thorough, start=1) if full] == [5, 10]


class Feed(Camera):
    """A camera without a device: the test sends its frames."""

    status = Qt.PermissionStatus.Granted
    there: list[Any]

    def __init__(self) -> None:
        super().__init__()
        self.there = []

    def devices(self) -> list[Any]:
        return self.there

    def permission(self) -> Qt.PermissionStatus:
        return self.status


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "laptop.db"
    with workplace.open_workplace(str(path)) as opened:
        person = people.settle(opened, "Lê Văn Ví Dụ", side=Side.POLICE)
        for code in ("THA0001", "THA0002"):
            sites.add(opened, code, by=person.uid, name=f"Trạm {code}")
    return path


def office(path: Path) -> keys.KeyPair:
    with workplace.open_workplace(str(path)) as opened:
        return tagging.office_key(opened, by="")[0]


@pytest.fixture
def lanes(qapp: Any, store: Path) -> Iterator[Tasks]:
    made = Tasks(lambda: workplace.open_workplace(str(store)))
    yield made
    made.drain()


Scan = tuple[ScanDialog, Feed, list[str]]


@pytest.fixture
def scan(qtbot: Any, lanes: Tasks, look: Theme) -> Iterator[Scan]:
    found: list[str] = []
    camera = Feed()
    dialog = ScanDialog(lanes, found.append, camera=camera)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: camera.state == NONE)
    yield dialog, camera, found
    dialog.close()


def feed(scan: Scan, picture: Image.Image) -> None:
    scan[1].sink.setVideoFrame(frame(picture))


def site_of(store: Path, code: str) -> Site:
    with workplace.open_workplace(str(store)) as opened, opened.read() as reader:
        return sites.named(reader, code)


def test_a_tag_before_the_camera_opens_its_site(qtbot: Any, scan: Scan, store: Path) -> None:
    """The frames come the whole way that a camera's take: input, session, sink."""
    dialog, camera, found = scan
    source = QVideoFrameInput()
    camera.session.setVideoFrameInput(source)

    def sent() -> bool:
        source.sendVideoFrame(frame(scene(symbol(OURS))))
        return bool(found)

    qtbot.waitUntil(sent, timeout=10_000)
    assert found == [site_of(store, "THA0001").uid]
    assert camera.state == ""
    assert not dialog.isVisible()


def test_two_tags_are_offered_as_a_list(qtbot: Any, scan: Scan, store: Path) -> None:
    dialog, camera, found = scan
    both = scene(symbol(OURS), symbol(tags.payload_of("THA0002")))
    feed(scan, both)
    qtbot.waitUntil(lambda: dialog.list.count() == 2)
    assert camera.state == LIVE
    dialog.list.setCurrentRow(1)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: found == [site_of(store, "THA0002").uid])


def test_a_strange_tag_offers_to_search_or_to_write_the_site_down(qtbot: Any, scan: Scan) -> None:
    dialog, _camera, found = scan
    wanted: list[str] = []
    dialog.register_wanted.connect(wanted.append)
    feed(scan, scene(symbol("TC-99/KHO")))
    qtbot.waitUntil(lambda: dialog.register_button.isVisible())
    assert "TC-99/KHO" in dialog.says.text()
    dialog.register_button.click()
    assert (wanted, found) == (["TC-99/KHO"], [])


def sealed(code: str, by: keys.KeyPair, *, public: str = "") -> str:
    return tags.sealed_payload(code, public=public or by.public, seal=keys.seal(by.secret, tags.message_of(code)))


def test_a_forged_seal_is_said_and_nothing_is_opened(qtbot: Any, scan: Scan, store: Path) -> None:
    dialog, _camera, found = scan
    mine, thief = office(store), keys.make()
    dialog.take(sealed("THA0001", thief, public=mine.public))
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    assert "forged" in dialog.says.text()
    assert found == []
    dialog.take(sealed("THA0001", mine))
    qtbot.waitUntil(lambda: bool(found))


def test_a_damaged_tag_says_so(qtbot: Any, scan: Scan) -> None:
    dialog, _camera, found = scan
    dialog.take(OURS[:-1] + "7")
    qtbot.waitUntil(lambda: "damaged" in dialog.says.text())
    assert found == []


@pytest.mark.parametrize("way", ["opened", "pasted"])
def test_a_picture_is_searched(qtbot: Any, scan: Scan, store: Path, tmp_path: Path, way: str) -> None:
    dialog, _camera, found = scan
    path = tmp_path / "photo.png"
    scene(symbol(OURS)).save(path)
    if way == "opened":
        dialog.search(path)
    else:
        QGuiApplication.clipboard().setImage(QImage(str(path)))
        qtbot.keyClick(dialog.code, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: found == [site_of(store, "THA0001").uid])


def test_a_picture_without_a_tag_and_a_file_that_is_none(qtbot: Any, scan: Scan, tmp_path: Path) -> None:
    dialog, _camera, _found = scan
    scene().save(tmp_path / "wall.png")
    (tmp_path / "letter.jpg").write_text("no picture")
    dialog.search(tmp_path / "wall.png")
    qtbot.waitUntil(lambda: "No tag" in dialog.says.text())
    dialog.search(tmp_path / "letter.jpg")
    qtbot.waitUntil(lambda: "letter.jpg" in dialog.says.text() and dialog.says.text().startswith("⚠"))


def test_a_code_is_completed_while_it_is_typed(qtbot: Any, scan: Scan, store: Path) -> None:
    dialog, _camera, found = scan
    qtbot.keyClicks(dialog.code, "tram tha0002")
    qtbot.waitUntil(lambda: dialog._offers.stringList() == ["THA0002 · Trạm THA0002"])
    dialog.code.completer().activated.emit("THA0002 · Trạm THA0002")
    assert found == [site_of(store, "THA0002").uid]


def _refused(camera: Feed) -> None:
    camera.status = Qt.PermissionStatus.Denied
    camera.start()


def _no_library(camera: Feed) -> None:
    camera._sink = None
    camera.start()


@pytest.mark.parametrize(
    ("happens", "state", "says"),
    [(Feed.start, NONE, "No camera"), (_refused, REFUSED, "may not use"), (_no_library, BROKEN, "does not answer")],
    ids=["none", "refused", "no library"],
)
def test_without_a_camera_the_person_is_told_what_to_do(
    qtbot: Any,
    scan: Scan,
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[[Feed], None],
    state: str,
    says: str,
) -> None:
    dialog, camera, _found = scan
    if state == BROKEN:
        import builtins

        genuine = builtins.__import__

        def without(name: str, *args: Any, **more: Any) -> Any:
            if name == "PySide6.QtMultimedia":
                raise ImportError("libpulse.so.0: cannot open shared object file")
            return genuine(name, *args, **more)

        monkeypatch.setattr(builtins, "__import__", without)
    happens(camera)
    title, advice = camera.says()
    assert camera.state == state
    assert says in title
    assert advice
    assert (advice.splitlines()[-1][:11] == "libpulse.so") == (state == BROKEN)
    assert dialog.panel.without.accessibleName() == title


def test_the_key_of_the_office_is_made_once(store: Path) -> None:
    with workplace.open_workplace(str(store)) as opened:
        assert isinstance(opened, Store)
    assert office(store) == office(store)
