"""What is pressed in a place to make a scene, and what puts right what it left behind: each is given the window and its view."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIGNED_FILE = "bien-ban-ky-so.pdf"


def palette(session: Any, _view: Any, _told: Path) -> None:
    """The box that finds everything, while it is searched."""
    session.window.open_palette()
    found = [child for child in session.window.children() if type(child).__name__ == "Palette"][-1]
    found.field.setText("tram")


def keys(session: Any, _view: Any, _told: Path) -> None:
    """The key help."""
    session.window.open_keys()


def veil(session: Any, _view: Any, _told: Path) -> None:
    """Files are dragged over the window."""
    session.window._veil.cover()


def unveil(session: Any) -> None:
    """The files were dragged away again."""
    session.window._veil.hide()


def planning(_session: Any, view: Any, _told: Path) -> None:
    """A round that is being planned: the sites of one commune, two teams."""
    view.start_plan()
    view.page.name.setText("Kiểm tra liên ngành quý I/2027")
    view.page.model.show(search="tha00")
    view.page._add_shown()


def planning_by_plot(session: Any, view: Any, told: Path) -> None:
    """The same, with the positions instead of the list."""
    planning(session, view, told)
    view.page.as_plot.setChecked(True)


def plotted(_session: Any, view: Any, _told: Path) -> None:
    """The positions of the sites."""
    view.as_plot.setChecked(True)


def tab(number: int) -> Callable[[Any, Any, Path], None]:
    """A page of the dossier of a site."""

    def turn(_session: Any, view: Any, _told: Path) -> None:
        view.as_plot.setChecked(False)
        view.card.tabs.setCurrentIndex(number)

    return turn


def nothing_matches(_session: Any, view: Any, _told: Path) -> None:
    """A search that finds nothing."""
    view.model.show(search="không có trạm nào như thế")


def everything_matches(session: Any) -> None:
    """Without the search again."""
    session.window.view("sites").model.show(search="")


def importing(_session: Any, view: Any, told: Path) -> None:
    """A station list, before it is taken."""
    view.take_list(told / "danh-sach-tram.xlsx")


def mapping(session: Any, _view: Any, told: Path) -> None:
    """Which column holds what."""
    from inspector import stationlist
    from ui.sites.mapping import MappingDialog

    MappingDialog(stationlist.read(told / "danh-sach-tram.xlsx"), session.window).open()


def writing_down(_session: Any, view: Any, _told: Path) -> None:
    """A site that no list had."""
    view.go_to(new="THA9999")


def tags(session: Any, view: Any, _told: Path) -> None:
    """The tag sheets of a few sites."""
    view._print([view.card.site.uid])


def new_visit(_session: Any, view: Any, _told: Path) -> None:
    """A visit is started at a site."""
    view.card.start_visit()


def scanning(session: Any, _view: Any, _told: Path) -> None:
    """Quét mã on a computer without a camera."""
    session.scanning.open()


def seen(session: Any, _view: Any, _told: Path) -> None:
    """Quét mã with a tag before the camera, and a strange one."""
    from PySide6.QtGui import QImage, QPainter

    from inspector import tags as labels
    from inspector.tags import label
    from ui.scan.camera import LIVE
    from ui.scan.decoding import Seen, Symbol

    opened: list[Any] = []
    session.scanning.open(opened.append)
    wait(lambda: opened)
    dialog = opened[0]
    wait(lambda: dialog.camera.state)
    dialog._settled.setInterval(1_000_000)
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(0xFF8B8F8C)
    painter = QPainter(picture)
    symbols = []
    for left, text in ((60, labels.payload_of("THA0043")), (360, labels.payload_of("THA0045"))):
        rows = label.modules(text)
        side = 220 / (len(rows) + 2 * label.QUIET)
        painter.fillRect(left, 110, 220, 220, 0xFFF4F4F0)
        for y, line in enumerate(rows):
            for x, dark in enumerate(line):
                if dark:
                    at = (round(left + (x + label.QUIET) * side), round(110 + (y + label.QUIET) * side))
                    painter.fillRect(*at, round(side + 0.5), round(side + 0.5), 0xFF151515)
        corners = ((left + 16, 126), (left + 204, 126), (left + 204, 314), (left + 16, 314))
        symbols.append(Symbol(text, corners))
    painter.end()
    dialog.camera.state = LIVE
    dialog.panel.refresh()
    dialog._on_seen(Seen(tuple(symbols), 640, 480, picture))


def unknown(session: Any, _view: Any, _told: Path) -> None:
    """Quét mã: a code that nobody knows."""
    session.scanning.open(lambda dialog: dialog.take("XYZ9999"))


def reporting(_session: Any, view: Any, told: Path) -> None:
    """A remedy is reported, with a photo of what was done."""
    from inspector import days
    from inspector.demo.pictures import taken

    dialog = view.page.ask_report()
    dialog.words.setPlainText("Đã thay hai bình MFZ8 mới, tem kiểm tra còn hạn.")
    picture = told / "sau-khi-thay.jpg"
    picture.write_bytes(taken("extinguisher", "sau khi thay", days.now()))
    dialog.proof.take_files([picture])


def reason(ask: str, **said: Any) -> Callable[[Any, Any, Path], Any]:
    """What is asked about a finding."""
    return lambda _session, view, _told: getattr(view.page, ask)(**said) and None


def reinspection(_session: Any, view: Any, _told: Path) -> None:
    """Findings that are looked at again."""
    view.table.selectAll()
    view.ask_reinspection()


def signature(_session: Any, view: Any, _told: Path) -> None:
    """A signature is drawn."""
    view.ask_signature("police", "Trần Văn Thử Nghiệm")


def certificates(_session: Any, view: Any, told: Path, *, begun: bool = False) -> None:
    """The PDF is signed with certificates: no file yet, or one that a party has signed, and a token."""
    import datetime as dt

    from inspector.security import pades
    from tests.security.office import PASS, Office
    from ui.signing.certificates import CertificatesDialog

    view.ask_certificates()
    wait(lambda: view.findChildren(CertificatesDialog))
    if not begun:
        return
    dialog = view.findChildren(CertificatesDialog)[0]
    dialog.write_file(told / SIGNED_FILE)
    wait(lambda: dialog.isEnabled())
    dialog.key_path.setText(str(Office().key_file("Trần Văn Thử Nghiệm", told / "cong-an.p12")))
    dialog.passphrase.setText(PASS)
    dialog.yes.click()
    wait(lambda: dialog.isEnabled())
    dialog.kind.choose("token")
    dialog.driver.setText("/usr/lib/token.so")
    ends = dt.datetime(2028, 3, 1, tzinfo=dt.UTC)
    dialog._show_certificates([pades.Certificate("Phạm Minh Họa", "CA thử nghiệm", ends, ends, "00")])


def refusal(_session: Any, view: Any, _told: Path) -> None:
    """A side refuses."""
    view.ask_refusal("site", "Bùi Văn Thí Điểm")


def photographing(_session: Any, view: Any, _told: Path) -> None:
    """A photo is taken or chosen."""
    view.pictures.ask(view.current)


def arrivals(_session: Any, view: Any, told: Path) -> None:
    """What merging these workbooks would do: known ones, and a table of stations among them."""
    view.preview([*sorted((told / "ban-giao").glob("*.xlsx"))[1:5], told / "danh-sach-tram.xlsx"])


def twelve(session: Any, view: Any, _told: Path) -> None:
    """Twelve workbooks from a stick, before they are merged: cut, foreign, edited and repeated ones; one computer is new."""
    from inspector import register
    from tests.register.twelve import MERGED, workbooks

    folder = Path(session.store).parent
    files = workbooks(folder / "people", folder / "usb")

    def trust(seen: register.Preview) -> None:
        view.files = files
        view.accepted = {one.code for one in seen.files if one.asks and "Trần" not in one.by}
        view.preview(files)

    def look(_merged: register.Merged) -> None:
        session.tasks.write(register.preview, files, first_use=False, then=trust)

    session.tasks.write(register.merge, [one for one in files if one.name == MERGED], then=look)


def twelve_merged(_session: Any, view: Any, _told: Path) -> None:
    """The same, merged."""
    view._merge()


def merged(session: Any, view: Any, told: Path) -> None:
    """Workbooks that were merged, with what is said then."""
    _trust_and_merge(session, view, sorted((told / "ban-giao").glob("*.xlsx")))


def _trust_and_merge(session: Any, view: Any, files: list[Path]) -> None:
    """Every computer is vouched for, and what they bring is merged."""
    view.preview(files)
    calm(session)
    for code in {one.code for one in view._found if one.asks}:
        view._vouch(code)
        calm(session)
    view.merge.click()


def register_tab(number: int) -> Callable[[Any, Any, Path], None]:
    """A part of the register."""
    return lambda _session, view, _told: view.tabs.setCurrentIndex(number)


def taking_out(_session: Any, view: Any, _told: Path) -> None:
    """A parcel is taken out again."""
    view.parcels.ask_takeout(view.parcels._shelf.arrived[0])


def purging(_session: Any, view: Any, _told: Path) -> None:
    """Photos that the register holds become small copies."""
    view.parcels.ask_purge()


def reopening(_session: Any, view: Any, _told: Path) -> None:
    """What is signed is opened again."""
    view._ask_reopen()


def every_obstacle(_session: Any, view: Any, _told: Path) -> None:
    """All that stands against signing."""
    view._show_every(view.ending.dossier, view._against[1])


def shut_off(_session: Any, view: Any, _told: Path) -> None:
    """The disk is full while a person fills: the row says so."""
    view.rows.cards[view.current].set_unsaved(True)
    unsaved(_session, view, _told)


def interrupted(session: Any, _view: Any, _told: Path) -> None:
    """The window comes up again after its process was killed."""
    session.say_interrupted(session.window)


def three_say(session: Any, view: Any, _told: Path) -> None:
    """Three laptops say three things about one item."""
    from inspector import register
    from tests.register import shown

    def show(_merged: register.Merged) -> None:
        view._reload()
        view.tabs.setCurrentIndex(1)
        view.deciding.search.setText("THA0500")

    session.tasks.write(register.merge, shown.three_say(Path(session.store).parent / "three"), then=show)


def worth_a_look(session: Any, view: Any, _told: Path) -> None:
    """What a supervisor may want to look at again, after a merge."""
    from tests.register import shown

    view.deciding.search.clear()
    _trust_and_merge(session, view, shown.worth_a_look(Path(session.store).parent / "look"))
    calm(session)
    view.tabs.setCurrentIndex(0)


def wait(until: Callable[[], Any]) -> None:
    """Wait for something that the program brings about, without taking the processor from its lanes."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    while not until():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def calm(session: Any) -> None:
    """Wait until the lanes have nothing to do."""
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()
    wait(lambda: not session.tasks.busy)


def password(_session: Any, view: Any, _told: Path) -> None:
    """A PDF that opens with a password."""
    view.ask_password(Path("giao-ban.pdf"))


def report_words(_session: Any, view: Any, _told: Path) -> None:
    """What people add to the report for a period."""
    from inspector.reports.summary_data import Incidents, Proposal, SummaryData
    from ui.reports.writing import WordsDialog

    day = datetime.date(2026, 11, 16)
    written = SummaryData(
        day,
        day + datetime.timedelta(days=14),
        day,
        situation="Tình hình an ninh, an toàn mạng lưới trên địa bàn ổn định.",
        incidents=(Incidents("Phường Đông Sơn", 2, 0, 1),),
        proposals=(Proposal("VNPT Thanh Hóa", "Bố trí kinh phí thay ắc quy quá hạn."),),
    )
    WordsDialog(written, view).open()


def practising(session: Any, _view: Any, _told: Path) -> None:
    """The practice store."""
    session.open_practice()


def welcome(_session: Any, _view: Any, _told: Path) -> None:
    """The first start, with a passphrase."""
    from ui.welcome import Welcome

    made = Welcome(new_store=True)
    made.name.setText("Trần Văn Thử Nghiệm")
    made.side.set_value("police")
    made.seal.setChecked(True)
    KEPT.append(made)
    made.show()


def passphrase(_session: Any, _view: Any, _told: Path, *, refused: bool = False) -> None:
    """A sealed store."""
    from inspector.store.engine import StoreLocked
    from ui.welcome import PassphraseDialog

    made = PassphraseDialog("inspector.db", StoreLocked(file="inspector.db").line() if refused else "")
    KEPT.append(made)
    made.show()


KEPT: list[Any] = []
"""Dialogs without a parent: somebody must hold them."""


def two_versions(session: Any, view: Any, _told: Path) -> None:
    """How two versions of a checklist differ: one item reads otherwise, one weighs more."""
    from inspector import paths

    text = paths.resource("checklists", "fire.xml").read_text("utf-8").replace("2026.11.1", "2027.1")
    for was, now in (
        ("Bình chữa cháy có tem kiểm tra, bảo dưỡng còn hạn không?", "Bình chữa cháy có tem kiểm định còn hạn không?"),
        ("Do extinguishers carry a valid inspection/service tag?", "Do extinguishers carry a valid test tag?"),
        ('ins:severity="minor"', 'ins:severity="major"'),
    ):
        text = text.replace(was, now, 1)
    file = Path(session.store).parent / "fire.xml"
    file.write_text(text, "utf-8")
    view.checklists.install_file(file)
    calm(session)
    view.checklists.compare("fire")


def problems(session: Any, view: Any, told: Path) -> None:
    """A workbook that is no checklist is checked."""
    view.checklists.check_file(told / "danh-sach-tram.xlsx")


def compared(session: Any, view: Any, told: Path) -> None:
    """Two versions of a checklist, compared."""
    view.checklists.compare("fire")


def backed_up(_session: Any, view: Any, _told: Path) -> None:
    """A copy was made."""
    view.backups.back_up_here()


def refused(session: Any, _view: Any, told: Path) -> None:
    """A message about something that could not be done."""
    session.take_files([told / "bao-cao" / "summary.pdf"])


def barred(session: Any, _view: Any, told: Path) -> None:
    """A refusal that stands in the way of everything."""
    from ui.messages import RefusalWindow
    from ui.single import StoreAlreadyOpen

    RefusalWindow(StoreAlreadyOpen(file="so-tong-hop.db", process=4242, computer="MAY-07"), session.window).open()


def crashed(session: Any, _view: Any, _told: Path) -> None:
    """A fault of the program."""
    from ui.messages import CrashWindow, crash_report

    try:
        raise KeyError("PCCC-07")
    except KeyError as fault:
        report = crash_report(fault)
    CrashWindow(report, Path("reports") / "crash-20261125-091500.txt", session.window).open()


def unsaved(session: Any, _view: Any, _told: Path) -> None:
    """The disk is full: what was typed is kept, and tried again."""
    from inspector.store.engine import StoreFull

    session.window.top.saved.unsaved(3, StoreFull(file="inspector.db").says())


def saved_again(session: Any) -> None:
    """It could be written after all."""
    session.window.top.saved.saved(datetime.datetime.now().astimezone())
