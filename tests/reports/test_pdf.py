"""What every PDF of the program keeps, whatever is in it."""

from __future__ import annotations

import io
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import Cancelled, FileUnwritable
from inspector.reports import minutes, pdf, summary, theme
from inspector.reports.document import (
    Chart,
    ChartKind,
    Column,
    Document,
    Kind,
    Paragraph,
    Photo,
    PhotoGrid,
    Section,
    Series,
    Style,
    Table,
    plain,
)
from inspector.reports.flow import frame
from inspector.reports.grid import column_widths
from inspector.reports.minutes_data import Domain, Fact, Item, Member, Result, Side, Signed, State
from inspector.reports.minutes_parts import failed_items
from tests.reports import measure
from tests.reports.archive import violations
from tests.reports.measure import Paper
from tests.reports.period import period
from tests.reports.sample import LONG_NAME, items, visit

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = sorted(
    {
        letter
        for base in "aăâeêioôơuưy"
        for tone in TONES
        for small in (unicodedata.normalize("NFC", base + tone),)
        for letter in (small, small.upper())
        if not letter.isascii()
    }
    | {"đ", "Đ"}
)


def paper_of(*blocks, **fields) -> Paper:
    """A one-section paper of these blocks."""
    document = Document("Thử", "test", (Section("", tuple(blocks)),), **fields)
    return Paper(pdf.to_bytes(document)[0])


def sound(paper: Paper) -> None:
    """No text outside its page or its cell, none on top of another."""
    for number, page in enumerate(paper.pages, 1):
        assert not measure.outside(page), number
        assert not measure.crossings(page), number
        assert not measure.overlaps(page), number


def test_there_are_134_letters_with_marks():
    assert len(LETTERS) == 134


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_comes_out_again_in_nfc(form: str, tmp_path: Path):
    said = unicodedata.normalize(form, " ".join(LETTERS))
    table = Table((Column("Chữ"),), [(said,)])
    path = tmp_path / "letters.pdf"

    pdf.render(Document("Chữ", "test", (Section("", (Paragraph(said), table)),)), path)

    extracted = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "".join(extracted.split()).count("".join(LETTERS)) == 2
    assert unicodedata.is_normalized("NFC", extracted)


def test_what_the_font_cannot_draw_is_a_visible_box():
    paper = paper_of(Paragraph("trước 😀 sau\u200b\x07"))

    assert "trước □ sau" in paper.text


def test_every_font_is_embedded_and_subset(tmp_path: Path):
    path = tmp_path / "minutes.pdf"
    pdf.render(minutes.build(visit()), path)

    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts
    for line in fonts:
        name, *_rest, embedded, subset, unicode_, _object, _number = line.split()
        assert (embedded, subset, unicode_) == ("yes", "yes", "yes"), line
        assert "LiberationSerif" in name


def test_the_same_document_gives_the_same_bytes():
    assert pdf.to_bytes(minutes.build(visit()))[0] == pdf.to_bytes(minutes.build(visit()))[0]


def test_metadata_language_bookmarks_and_intent():
    content, _rendered = pdf.to_bytes(minutes.build(visit()))

    with pikepdf.open(io.BytesIO(content)) as file:
        assert str(file.Root.Lang) == "vi-VN"
        assert str(file.docinfo.Title) == "Biên bản kiểm tra liên ngành – Trạm BTS Hoằng Lộc 2"
        assert str(file.docinfo.CreationDate) == "D:20260105042500+00'00'"
        intent = file.Root.OutputIntents[0]
        assert str(intent.S) == "/GTS_PDFA1"
        assert b"acsp" in intent.DestOutputProfile.read_bytes()[:64]
        with file.open_metadata() as meta:
            assert meta.pdfa_status == "2B"
            assert meta["dc:title"] == str(file.docinfo.Title)
            assert meta["xmp:CreateDate"].startswith("2026-01-05T04:25:00")
    titles = [title for _level, title in Paper(content).bookmarks()]
    assert "6. Kết quả kiểm tra" in titles
    assert "Phụ lục I" in titles


@pytest.mark.parametrize("state", [State.DRAFT, State.SIGNED])
def test_nothing_in_the_file_is_against_the_archive_format(state: State):
    content, _rendered = pdf.to_bytes(minutes.build(visit(state=state, photos=2)))

    assert violations(content) == []
    for thing in pikepdf.open(io.BytesIO(content)).objects:
        if isinstance(thing, pikepdf.Dictionary) and str(thing.get("/Type", "")) == "/Font":
            assert "/FontFile2" in thing.FontDescriptor


def test_what_is_against_the_archive_format_is_found():
    """The check itself: a see-through paint, a script and a title told twice are seen."""
    content, _rendered = pdf.to_bytes(minutes.build(visit()))
    spoilt = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        file.docinfo.Title = "Khác"
        file.Root.OpenAction = file.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1"))
        file.pages[0].Resources.ExtGState = pikepdf.Dictionary(g=file.make_indirect(pikepdf.Dictionary(ca=0.5)))
        file.save(spoilt)

    assert {one.partition(":")[0] for one in violations(spoilt.getvalue())} == {"6.2.10", "6.5", "6.6.3"}


def test_a_password_seals_with_aes_256(tmp_path: Path):
    path = tmp_path / "sealed.pdf"
    pdf.render(minutes.build(visit()), path, password="ổ khóa")

    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password="ổ khóa") as file:
        assert file.encryption.R == 6
        assert file.encryption.bits == 256


def test_names_of_sixty_letters_and_twelve_members_stay_in_their_place():
    data = visit(team=12)
    members = tuple(replace(member, name=f"{LONG_NAME} {n}") for n, member in enumerate(data.team))
    signatures = tuple(replace(signed, name=LONG_NAME, post=LONG_NAME) for signed in data.signatures)

    paper = Paper(
        pdf.to_bytes(minutes.build(replace(data, team=members, signatures=signatures, site_name=LONG_NAME)))[0]
    )

    sound(paper)
    assert " ".join(paper.text.split()).count(LONG_NAME) >= 15


def test_words_without_end_are_cut_inside_their_cell():
    endless = "Ỡ" * 400
    data = visit()
    domain = Domain(
        "fire",
        endless,
        "v" * 90,
        (Item("X" * 60, endless, endless, Result.FAIL, "9" * 80, "m" * 30, "≤ " + "8" * 50, endless),),
    )

    paper = Paper(
        pdf.to_bytes(
            minutes.build(replace(data, domains=(domain,), site=(Fact(endless, endless),), statement=endless))
        )[0]
    )

    sound(paper)


def test_three_hundred_items_repeat_the_head_and_keep_rows_whole():
    data = replace(visit(), domains=(Domain("fire", "PCCC", "1", items("PCCC", 300)),))

    content, rendered = pdf.to_bytes(minutes.build(data))

    paper = Paper(content)
    sound(paper)
    annex = paper.pages[rendered.pages[0] : rendered.pages[0] + rendered.pages[1]]
    assert len(annex) > 12
    assert all("Nội dung kiểm tra" in page.text for page in annex)
    codes = [line for page in annex for line in page.text.split() if line.startswith("PCCC-")]
    assert codes == [f"PCCC-{number:02d}" for number in range(1, 301)]


def test_sixty_photographs_stay_light_and_on_their_pages():
    data = visit(photos=60)

    content, _rendered = pdf.to_bytes(minutes.build(data))

    assert len(content) < 15_000_000 * 60 / 50
    pages = Paper(content).pages
    assert sum(len(page.pictures) for page in pages) == 60
    for page in pages:
        for left, bottom, right, top in page.pictures:
            assert 30 * measure.MM - 0.5 <= left < right <= page.width - 15 * measure.MM + 0.5
            assert 20 * measure.MM - 0.5 <= bottom < top <= page.height - 20 * measure.MM + 0.5


def test_a_photograph_that_did_not_arrive_is_a_visible_hole():
    data = visit(photos=2)
    gone = data.photos[0].sha256

    paper = Paper(
        pdf.to_bytes(minutes.build(replace(data, bytes_of=lambda s: None if s == gone else data.bytes_of(s))))[0]
    )

    assert paper.text.count("Chưa nhận được ảnh này.") == 1
    assert sum(len(page.pictures) for page in paper.pages) == 1


def test_a_picture_that_is_none_is_a_hole_too():
    paper = paper_of(
        PhotoGrid((Photo("a"), Photo("b")), missing="Thiếu"), photos=lambda sha256: b"\xff\xd8 not a picture"
    )

    assert paper.text.count("Thiếu") == 2


def test_empty_sections_say_so():
    data = visit()
    empty = replace(
        data,
        team=(),
        domains=(),
        findings=(),
        earlier=(),
        opinions=(),
        photos=(),
        signatures=(),
        grounds=(),
        statement="",
        site=(),
    )

    paper = Paper(pdf.to_bytes(minutes.build(empty))[0])

    sound(paper)
    text = " ".join(paper.text.split())
    for said in (
        "Không có danh mục kiểm tra nào được sử dụng.",
        "Đại diện cơ sở không có báo cáo riêng.",
        "Không có tồn tại nào được khắc phục tại chỗ.",
        "Đoàn kiểm tra không có kiến nghị.",
        "Các bên không có ý kiến khác.",
    ):
        assert said in text


def test_a_refusal_to_sign_is_said_with_its_reason_and_witnesses():
    data = visit()
    refused = Signed(
        Side.SITE,
        "",
        "Đỗ Thị Hạnh",
        "Tổ trưởng",
        refused=True,
        reason="không nhất trí với mục 6.1, đề nghị đo lại " * 6,
        witnesses=("Lê Quốc Cường", "Phạm Đức Duy"),
    )

    content, rendered = pdf.to_bytes(minutes.build(replace(data, signatures=(*data.signatures[:2], refused))))
    paper = Paper(content)

    sound(paper)
    assert [box.key for box in rendered.boxes] == ["police", "vnpt"]  # no place to sign for whoever refused
    text = " ".join(paper.text.split())
    assert (
        text.count("Từ chối ký. Lý do: không nhất trí") + text.count("Đỗ Thị Hạnh từ chối ký. Lý do: không nhất trí")
        == 2
    )
    assert "Người chứng kiến: Lê Quốc Cường, Phạm Đức Duy." in text


@pytest.mark.parametrize("lines", [1, 2, 9])
def test_a_note_below_a_table_never_begins_a_page_without_a_row_of_it(lines: int):
    columns = (Column("Mã", Kind.CODE), Column("Nội dung"))
    note = "\n".join(f"ghi chú {number}" for number in range(lines))

    for rows in range(30, 48):
        table = Table(columns, [(f"A-{number}", "ngắn") for number in range(rows)])
        pages = paper_of(table, Paragraph(note, Style.NOTE)).pages
        begins = next(page for page in pages if "ghi chú 0" in page.text)
        assert "A-" in begins.text, rows


def test_a_row_higher_than_a_page_is_parted_and_nothing_of_it_is_lost():
    story = " ".join(f"từ{number}" for number in range(1500))

    paper = paper_of(Table((Column("Mã", Kind.CODE), Column("Nội dung")), [("A-1", story), ("A-2", "ngắn")]))

    sound(paper)
    found = [word for word in paper.text.split() if word.startswith("từ")]
    assert found == story.split()


def test_codes_are_never_broken():
    rows = [
        (f"THA-HOANG-LOC-{number:04d}", "chữ " * 30, "chữ " * 30, "chữ " * 20, date(2026, 1, 1)) for number in range(9)
    ]
    columns = (Column("Mã", Kind.CODE), *(Column("Nội dung dài", weight=4) for _ in range(3)), Column("Hạn", Kind.DATE))

    text = paper_of(Table(columns, rows)).text

    for code, *_rest in rows:
        assert code in text
    assert text.count("01/01/2026") == 9


def test_notes_of_few_items_leave_their_room_to_the_questions():
    columns = (
        Column("Mã", Kind.CODE),
        Column("Nội dung kiểm tra", weight=3),
        Column("Kết quả", Kind.CHOICE),
        Column("Giá trị đo (ngưỡng)", weight=1.2),
        Column("Ghi chú", weight=1.8),
    )

    def widths(every: int) -> list[float]:
        note = "Thùng giấy và dây thừa để sau tủ nguồn."
        rows = [
            (item.code, item.text, "Không áp dụng", "", "" if number % every else note)
            for number, item in enumerate(items("PCCC", 40))
        ]
        return column_widths(columns, rows, frame(False)[0])

    *_few, few = widths(20)
    *_many, many = widths(3)

    assert few < many - 5 * theme.MM
    assert widths(20)[1] - widths(3)[1] == pytest.approx(many - few)


def test_a_paragraph_leaves_no_single_line_on_a_page():
    story = "Một câu dài vừa đủ để xuống dòng nhiều lần trên trang giấy khổ A4. " * 6
    paper = paper_of(*(Paragraph(story) for _ in range(40)))

    sound(paper)
    per_paragraph = 6  # lines of the story at this width, give or take one
    for page in paper.pages[:-1]:
        tops = sorted({round(sign.bottom) for sign in page.characters if sign.sign in "Mmx"}, reverse=True)
        assert len(tops) > per_paragraph


def test_the_summary_report_is_sound_in_both_languages():
    for language in ("vi", "en"):
        sound(Paper(pdf.to_bytes(summary.build(period(overdue=60, unvisited=200), language=language))[0]))


def test_wide_tables_lie_across_the_paper():
    pages = Paper(pdf.to_bytes(summary.build(period()))[0]).pages

    wide = [page for page in pages if page.width > page.height]
    assert wide
    assert all("Biểu 5" in wide[0].text for page in wide[:1])


def test_a_chart_without_figures_is_not_drawn():
    chart = Chart(ChartKind.BAR, "Trống", ("a",), (Series("s", (None,)),), empty="Không có số liệu")

    assert paper_of(chart).text.strip() == "Không có số liệu"


def test_cancelling_leaves_no_file(tmp_path: Path):
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        pdf.render(minutes.build(visit()), tmp_path / "minutes.pdf", progress=stop)

    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(FileUnwritable):
        pdf.render(minutes.build(visit()), tmp_path / "gone" / "minutes.pdf")


def test_secrets_stand_in_their_annex_only_and_stay_out_of_other_copies():
    document = minutes.build(visit())

    whole = Paper(pdf.to_bytes(document.copy_for("police"))[0])
    copy = Paper(pdf.to_bytes(document.copy_for("landlord"))[0])

    assert "BMNN-01" in whole.text
    assert "BMNN" not in copy.text
    assert all("BMNN" not in page.text for page in whole.pages[:-1])


def test_a_secret_finding_without_its_checklist_stands_nowhere():
    data = visit()
    kept = tuple(domain for domain in data.domains if not domain.secret)
    withheld = [finding for finding in data.findings if finding.domain == "state_secret"]
    assert withheld

    text = " ".join(Paper(pdf.to_bytes(minutes.build(replace(data, domains=kept)))[0]).text.split())

    assert all(finding.code not in text for finding in withheld)


def test_photographs_of_the_secret_domain_are_never_printed():
    data = visit(photos=2)
    photos = tuple(replace(photo, domain="state_secret") for photo in data.photos)

    paper = Paper(pdf.to_bytes(minutes.build(replace(data, photos=photos)))[0])

    assert not any(page.pictures for page in paper.pages)
    assert "Ảnh minh chứng" not in paper.text


def test_a_basis_that_nobody_compared_says_so():
    text = " ".join(Paper(pdf.to_bytes(minutes.build(visit()))[0]).text.split())

    assert "Căn cứ: QCVN 9:2016/BTTTT*" in text
    assert "Nghị định 105/2025/NĐ-CP, Điều 13*" not in text
    assert "(cần đối chiếu văn bản gốc)" not in text


def test_a_mark_at_a_basis_is_explained_once_below_each_table_that_bears_it():
    fire = visit().domains[0]
    failed = next(item for item in fire.items if item.result is Result.FAIL)
    basis = "QCVN 9:2016/BTTTT; Quy định nội bộ của đơn vị (cần xác nhận)"

    marked = list(failed_items(replace(fire, items=(replace(failed, basis=basis, confirmed=False),)), ()))
    read = list(failed_items(replace(fire, items=(replace(failed, basis=basis, confirmed=True),)), ()))

    table, note = marked
    assert isinstance(table, Table)
    assert isinstance(note, Paragraph)
    assert isinstance(note, Paragraph)
    assert plain(table.rows[0][2]).endswith("QCVN 9:2016/BTTTT*; Quy định nội bộ của đơn vị (cần xác nhận)")
    assert plain(note.text) == "(*) Cần đối chiếu văn bản gốc."
    assert [type(block) for block in read] == [Table]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.DRAFT, "DỰ THẢO"),
        (State.SUPPLEMENTARY, "BIÊN BẢN BỔ SUNG"),
        (State.REINSPECTION, "BIÊN BẢN PHÚC TRA"),
    ],
)
def test_variants_name_themselves(state: State, said: str):
    data = replace(visit(state=state), refers_to="Biên bản số 05/BB-ĐKTLN ngày 05/01/2026")

    assert said in Paper(pdf.to_bytes(minutes.build(data))[0]).pages[0].text


@pytest.mark.parametrize(
    ("changed", "done"),
    [
        ({}, "đã tiến hành kiểm tra liên ngành."),
        ({"state": State.SUPPLEMENTARY}, "đã kiểm tra bổ sung và lập biên bản này để bổ sung cho Biên bản số 05."),
        ({"state": State.SUPPLEMENTARY, "domains": ()}, "đã cùng lập biên bản này để bổ sung cho Biên bản số 05."),
        ({"state": State.DRAFT, "domains": ()}, "đã cùng lập biên bản này để bổ sung cho Biên bản số 05."),
        ({"state": State.REINSPECTION}, "đã tiến hành phúc tra việc khắc phục các tồn tại nêu trong Biên bản số 05."),
    ],
)
def test_minutes_say_what_those_present_did(changed: dict[str, Any], done: str):
    """Supplementary minutes amend earlier ones: nobody inspects again because a name was wrong."""
    follows = {"refers_to": "Biên bản số 05", "correction": "Sửa tên thủ kho."} if changed else {}
    if changed.get("state") is State.REINSPECTION:
        del follows["correction"]
    data = replace(visit(), statement="", **follows, **changed)

    text = " ".join(Paper(pdf.to_bytes(minutes.build(data))[0]).text.split())

    assert done in text
    assert ("đã tiến hành kiểm tra liên ngành" in text) == (not changed)
    assert ("Báo cáo của đại diện cơ sở" in text) == bool(data.domains)


def test_minutes_speak_english_on_request_but_the_nation_does_not():
    text = Paper(pdf.to_bytes(minutes.build(visit(), language="en"))[0]).text

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Results of the inspection" in text
    assert "Kết quả kiểm tra" not in text


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co")), max_size=300)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=6), words)
def test_whatever_people_write_stays_inside(rows: list[tuple[str, str, str]], said: str):
    paper = paper_of(Paragraph(said), Table((Column("A", Kind.CODE), Column("B"), Column("C", weight=3)), rows))

    for page in paper.pages:
        assert not measure.outside(page)
        assert not measure.crossings(page)


def test_members_of_every_side_are_listed():
    data = replace(visit(), team=(*visit().team, Member("Hà Văn Giang", "Chủ đất", "", "", Side.OTHER)))

    text = Paper(pdf.to_bytes(minutes.build(data))[0]).text

    assert "d) Những người khác có mặt" in text
    assert "Hà Văn Giang – Chủ đất" in text
