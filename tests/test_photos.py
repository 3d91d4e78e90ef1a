"""Photographs from phones and cameras: every format is read, hostile bytes are refused, the original is kept."""

from __future__ import annotations

import datetime
import io
import struct
import zlib
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from inspector import photos
from inspector.demo.pictures import taken

AT = datetime.datetime(2026, 11, 24, 9, 41, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))


def black(side: int) -> bytes:
    """A black PNG, written line by line: unpacked it would need a byte for each of its pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packed, line = zlib.compressobj(level=1), bytes(1 + (side + 7) // 8)
    pixels = b"".join(packed.compress(line) for _line in range(side)) + packed.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def picture(kind: str, size: tuple[int, int] = (640, 480)) -> bytes:
    out = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(out)
    elif kind == "MPO":
        image.save(out, "MPO", save_all=True, append_images=[image.rotate(1)])
    else:
        image.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("HEIF", "image/heic"),
        ("MPO", "image/jpeg"),
    ],
)
def test_every_format_of_phones_and_cameras_is_read(kind: str, media_type: str) -> None:
    found = photos.read(picture(kind), name=f"a.{kind}")
    assert (found.media_type, found.width, found.height) == (media_type, 640, 480)
    assert Image.open(io.BytesIO(found.thumb)).format == "JPEG"
    assert max(Image.open(io.BytesIO(photos.reduced(found.content, 100))).size) == 100


def test_a_large_picture_keeps_its_size_on_record() -> None:
    found = photos.read(picture("JPEG", (4000, 3000)))
    assert (found.width, found.height) == (4000, 3000)


def test_the_time_of_the_camera_is_kept() -> None:
    found = photos.read(taken("rack", "THA0001", AT))
    assert found.taken_at.startswith("2026-11-24T09:41:00")
    assert found.older_than("2026-11-25")
    assert not found.older_than("2026-11-24")


def test_a_turned_picture_stands_upright() -> None:
    image = Image.new("RGB", (60, 40), "white")
    image.paste("black", (0, 0, 30, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "PNG", exif=exif)
    found = photos.read(out.getvalue())
    assert (found.width, found.height) == (40, 60)
    upright = Image.open(io.BytesIO(photos.reduced(found.content))).convert("L")
    assert upright.getpixel((20, 5)) < 100  # type: ignore[operator]
    assert upright.getpixel((20, 55)) > 150  # type: ignore[operator]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\xff\xd8\xff\xe0" + bytes(60),
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"GIF89a" + bytes(40),
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"RIFF\x20\x00\x00\x00WEBPVP8 " + bytes(20),
        picture("JPEG")[:900],
        picture("PNG")[:300],
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(photos.PictureError):
        photos.read(content, name="x.jpg")
    (tmp_path / "x.jpg").write_bytes(content)
    with pytest.raises(photos.PictureError):
        photos.grey(tmp_path / "x.jpg", 1000)


def test_a_gigantic_picture_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(photos.PictureTooLarge):
        photos.read(black(30_000), name="bomb.png")


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(photos.PictureError) as refused:
        photos.take(tmp_path / "none.jpg")

    assert "Không đọc được none.jpg: không có tệp này" in refused.value.line()


def test_of_several_what_is_refused_comes_back_beside_what_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture("JPEG"))
    (tmp_path / "b.jpg").write_bytes(b"no")
    found, refused = photos.take_all([tmp_path / "a.jpg", tmp_path / "b.jpg"])
    assert [one.name for one in found] == ["a.jpg"]
    assert len(refused) == 1
    assert "b.jpg" in refused[0].line()
