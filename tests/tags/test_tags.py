"""Tags: what they say survives scribes and forgers, every printed one is found again, and hostile pictures are refused."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from inspector import photos, sites, tags, workplace
from inspector.cli import main
from inspector.model import Site
from inspector.security import keys
from inspector.tagging import belonging, office_key, trusted, write_sheet
from inspector.tags import State, label, scan, symbol
from inspector.text import tidy

CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/.", min_size=1, max_size=24).filter(
    lambda text: any(sign.isalnum() for sign in text)
)


def pictures(pdf: Path, dpi: int = 150) -> list[Image.Image]:
    subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), pdf, pdf.with_suffix("")], check=True)
    return [Image.open(path) for path in sorted(pdf.parent.glob(f"{pdf.stem}-*.pgm"))]


def found(image: Image.Image, *, thorough: bool = True) -> list[str]:
    grey = image.convert("L")
    return scan.texts(grey.tobytes(), grey.width, grey.height, thorough=thorough)


def site(number: int, name: str = "Trạm Hoằng Đồng") -> Site:
    return Site(uid=str(number), code=f"THA{number:04d}", name=f"{name} {number}")


@given(CODES)
def test_a_payload_is_read_back(code: str) -> None:
    tag = tags.read_payload(tags.payload_of(code))
    assert (tag.code, tag.state, tag.seal) == (code, State.OURS, "")


@given(CODES, st.data())
def test_one_wrong_sign_is_noticed(code: str, data: st.DataObject) -> None:
    text = tags.payload_of(code)
    at = data.draw(st.integers(3, len(text) - 1))
    other = data.draw(st.sampled_from([sign for sign in "ABCXYZ019" if sign != text[at]]))
    assert tags.read_payload(text[:at] + other + text[at + 1 :]).state is State.DAMAGED


@given(CODES, st.data())
def test_two_swapped_signs_are_noticed(code: str, data: st.DataObject) -> None:
    text = tags.payload_of(code + "A7")
    at = data.draw(st.integers(3, len(text) - 2))
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    assert swapped == text or tags.read_payload(swapped).state is State.DAMAGED


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    tag = tags.read_payload(text)
    assert tag.text == text
    assert tag.code or tag.state in (State.DAMAGED, State.NEWER, State.PLAIN)


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable() and tidy(text) == text))
def test_codes_with_any_letters_travel(code: str) -> None:
    assert tags.read_payload(tags.payload_of(code)).code == code


@given(st.one_of(CODES, st.text(max_size=120)), st.sampled_from("QH"))
def test_a_symbol_is_that_of_the_library(said: str, level: str) -> None:
    """Ours is laid into a frame made once; theirs is made anew each time, and every module must be the same."""
    import qrcode
    from qrcode import util

    text = tags.payload_of("A7") + said
    ours = symbol.modules(text, level)

    plain = all(sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:" for sign in text)
    theirs = qrcode.QRCode(
        version=(len(ours) - 17) // 4,
        error_correction={"Q": qrcode.constants.ERROR_CORRECT_Q, "H": qrcode.constants.ERROR_CORRECT_H}[level],
        border=0,
        mask_pattern=symbol.MASK,
    )
    mode = util.MODE_ALPHA_NUM if plain else util.MODE_8BIT_BYTE
    theirs.add_data(util.QRData(text.encode(), mode=mode, check_data=False), optimize=0)
    theirs.make(fit=False)
    assert ours == [[bool(cell) for cell in row] for row in theirs.modules]


def test_an_office_seals_its_tags_and_a_forged_one_is_noticed() -> None:
    office, stranger = keys.make(), keys.make()

    def sealed(by: keys.KeyPair) -> str:
        return tags.sealed_payload("THA0001", public=by.public, seal=keys.seal(by.secret, tags.message_of("THA0001")))

    assert trusted(tags.read_payload(sealed(office)), [office.public])
    assert not trusted(tags.read_payload(sealed(stranger)), [office.public])
    assert not trusted(tags.read_payload(tags.payload_of("THA0001")), [office.public])


@pytest.mark.parametrize("code", ["", " ", "x" * 61])
def test_a_code_that_no_tag_holds_is_refused(code: str) -> None:
    with pytest.raises(tags.CodeUnusable):
        tags.payload_of(code)


@pytest.mark.parametrize(("layout", "count", "sheets"), [("3x8", 40, 2), ("2x4", 9, 2), ("wall", 2, 2)])
def test_every_tag_of_a_printed_sheet_is_found(tmp_path: Path, layout: str, count: int, sheets: int) -> None:
    chosen = [site(number) for number in range(count)]
    assert write_sheet(tmp_path / "tags.pdf", chosen, layout=layout) == (count, sheets)
    texts = [text for image in pictures(tmp_path / "tags.pdf") for text in found(image)]
    assert sorted(texts) == sorted(tags.payload_of(one.code) for one in chosen)


def test_a_begun_sheet_is_used_up(tmp_path: Path) -> None:
    assert write_sheet(tmp_path / "tags.pdf", [site(1), site(2)], start=24) == (2, 2)
    first, second = pictures(tmp_path / "tags.pdf")
    assert found(first) == [tags.payload_of("THA0001")]
    assert found(second) == [tags.payload_of("THA0002")]


@pytest.mark.parametrize(("layout", "start"), [("4x9", 1), ("3x8", 0), ("3x8", 25)])
def test_a_layout_that_is_not_there_is_refused(tmp_path: Path, layout: str, start: int) -> None:
    with pytest.raises(tags.TagError):
        write_sheet(tmp_path / "tags.pdf", [site(1)], layout=layout, start=start)
    assert list(tmp_path.iterdir()) == []


def test_signed_tags_are_found_too(tmp_path: Path) -> None:
    office = keys.make()
    write_sheet(tmp_path / "tags.pdf", [site(number) for number in range(8)], office=office)
    texts = [text for image in pictures(tmp_path / "tags.pdf", 200) for text in found(image)]
    assert len(texts) == 8
    assert all(trusted(tags.read_payload(text), [office.public]) for text in texts)


def test_long_names_stay_on_their_label(tmp_path: Path) -> None:
    name = "Trạm truyền dẫn liên huyện Nguyễn Trường Thượng Quảng Nghiệp khu vực Bắc Sông Chuyền"
    write_sheet(tmp_path / "tags.pdf", [Site(uid="1", code="TC-001/KV2-DÀI-QUÁ-CỠ", name=name)])
    words = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "tags.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    rights = [float(line.split('xMax="')[1].split('"')[0]) for line in words.splitlines() if "<word" in line]
    assert rights
    assert max(rights) <= 70 * 72 / 25.4


@pytest.mark.parametrize("layout", ["3x8", "2x4", "wall"])
def test_a_code_is_made_smaller_before_it_is_broken(tmp_path: Path, layout: str) -> None:
    codes = ["VP_BXN_BA_HIEN", "B12/THA.HOST1", "THA_HHA_HOANG_LOC", "THA0001"]
    write_sheet(tmp_path / "tags.pdf", [Site(uid=code, code=code) for code in codes], layout=layout)
    words = subprocess.run(["pdftotext", tmp_path / "tags.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert sorted(words.split()) == sorted(codes)


@pytest.mark.parametrize("layout", ["3x8", "wall"])
def test_every_font_of_a_sheet_is_embedded(tmp_path: Path, layout: str) -> None:
    write_sheet(tmp_path / "tags.pdf", [site(1)], layout=layout)
    fonts = subprocess.run(["pdffonts", tmp_path / "tags.pdf"], capture_output=True, text=True, check=True).stdout
    assert [line.split()[-5] for line in fonts.splitlines()[2:]] == ["yes", "yes"]


@pytest.mark.parametrize("turn", [0, 17, 90, 180])
def test_a_turned_and_blurred_photograph_is_read(tmp_path: Path, turn: int) -> None:
    write_sheet(tmp_path / "tags.pdf", [site(7)], layout="wall")
    image = pictures(tmp_path / "tags.pdf", 60)[0].rotate(turn, expand=True, fillcolor=255)
    assert found(image.filter(ImageFilter.GaussianBlur(1))) == [tags.payload_of("THA0007")]


def test_a_picture_file_is_searched(tmp_path: Path) -> None:
    write_sheet(tmp_path / "tags.pdf", [site(7)], layout="2x4")
    pictures(tmp_path / "tags.pdf")[0].save(tmp_path / "photo.jpg")
    pixels, width, height = photos.grey(tmp_path / "photo.jpg", 3000)
    assert scan.texts(pixels, width, height) == [tags.payload_of("THA0007")]


def test_a_frame_without_a_tag_or_of_a_wrong_size_gives_nothing() -> None:
    assert scan.texts(bytes(640 * 480), 640, 480, thorough=False) == []
    assert scan.texts(b"short", 640, 480) == []
    assert scan.texts(b"", 0, 0) == []


def test_progress_is_told_and_may_stop(tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        assert total == 300
        raise Stop

    with pytest.raises(Stop):
        write_sheet(tmp_path / "tags.pdf", [site(number) for number in range(300)], progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_code_belongs_to_no_site() -> None:
    text = tags.payload_of("THA0001").replace("THA0001", "THA0007")
    assert [one.site for one in belonging(None, [text])] == [None]  # type: ignore[arg-type]


def test_the_terminal_seals_tags_and_names_a_forged_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> Any:
        assert main(["--store", str(tmp_path / "laptop.db"), "--json", *arguments]) in (0, 3)
        return json.loads(capsys.readouterr().out)

    with workplace.open_workplace(str(tmp_path / "laptop.db")) as store:
        for code in ("THA0001", "THA0002"):
            sites.add(store, code, by="")
        office, _changes = office_key(store, by="")
    made = run("tags", str(tmp_path / "tags.pdf"), "--signed", "--layout", "2x4")
    assert (made["tags"], made["pages"]) == (2, 1)
    pictures(tmp_path / "tags.pdf")[0].save(tmp_path / "sheet.png")
    seal = keys.seal(keys.make().secret, tags.message_of("THA0001"))
    forged = label.sheets([label.Label(tags.sealed_payload("THA0001", public=office.public, seal=seal), "THA0001")])
    (tmp_path / "forged.pdf").write_bytes(forged)
    pictures(tmp_path / "forged.pdf", 300)[0].save(tmp_path / "forged.png")

    sheet, false = run("scan", str(tmp_path / "sheet.png"), str(tmp_path / "forged.png"))["images"]
    assert [(tag["site"], tag["seal"]) for tag in sheet["tags"]] == [("THA0001", "holds"), ("THA0002", "holds")]
    assert [(tag["site"], tag["seal"]) for tag in false["tags"]] == [("THA0001", "forged")]


@pytest.mark.parametrize("name", sorted(label.LAYOUTS))
def test_a_sheet_of_labels_keeps_away_from_the_edge_where_printers_print_nothing(name: str):
    grid = label.LAYOUTS[name]

    assert grid.left >= 4.6
    assert grid.top >= 5
    assert grid.left * 2 + grid.columns * (grid.width + grid.gap) - grid.gap == pytest.approx(label.PAGE[0])


def test_the_symbol_takes_most_of_a_large_label():
    """Half of a label of ten centimetres stood empty, and a larger symbol is read from further away."""
    grid = label.LAYOUTS["2x4"]
    assert grid.symbol >= 0.85 * grid.height
    assert grid.width - grid.symbol >= 35  # a code of seven signs in letters of 20 points
