"""Made-up photographs: what an inspector would have taken, drawn by the program, with the time in the EXIF data."""

from __future__ import annotations

import datetime
import hashlib
import io

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from inspector import paths

WIDE, HIGH = 1280, 960


def taken(subject: str, caption: str, at: datetime.datetime) -> bytes:
    """A JPEG of a `subject` (extinguisher, cable, battery, tower, rack, sign) with a strip that says what it is."""
    noise = hashlib.sha256(f"{subject}{caption}".encode()).digest()
    picture = Image.new("RGB", (WIDE, HIGH))
    draw = ImageDraw.Draw(picture)
    _room(draw, noise)
    _SUBJECTS.get(subject, _rack)(draw, noise)
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, HIGH - 70, WIDE, HIGH), fill=(20, 24, 28))
    draw.text((24, HIGH - 58), caption, font=_font(34), fill=(240, 240, 236))
    exif = Image.Exif()
    exif[0x0132] = exif[0x9003] = at.strftime("%Y:%m:%d %H:%M:%S")
    exif.get_ifd(0x8769)[0x9003] = at.strftime("%Y:%m:%d %H:%M:%S")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, exif=exif)
    return out.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(paths.resource("fonts", "LiberationSans-Regular.ttf")), size)


def _room(draw: ImageDraw.ImageDraw, noise: bytes) -> None:
    shade = 150 + noise[0] % 40
    for y in range(HIGH):
        light = shade + (y * 30) // HIGH if y < 640 else shade - 60 + (y - 640) // 16
        draw.line((0, y, WIDE, y), fill=(light, light - 4, light - 14))
    for x in range(0, WIDE, 160):
        draw.line((x + 80 + (x - 640) // 8, 640, x + 80 + (x - 640) // 3, HIGH), fill=(shade - 76,) * 3, width=3)


def _extinguisher(draw: ImageDraw.ImageDraw, noise: bytes) -> None:
    for number in range(2 + noise[1] % 2):
        left = 330 + number * 210
        draw.rounded_rectangle((left, 330, left + 130, 760), 50, fill=(176, 30, 30))
        draw.rectangle((left + 40, 280, left + 90, 340), fill=(60, 60, 62))
        draw.rounded_rectangle((left + 18, 450, left + 112, 610), 8, fill=(238, 234, 222))
        draw.ellipse((left + 44, 360, left + 86, 402), fill=(245, 245, 245), outline=(40, 40, 40), width=3)
        draw.line((left + 65, 381, left + 78, 370), fill=(200, 30, 30), width=4)
        draw.arc((left - 40, 290, left + 60, 520), 90, 270, fill=(30, 30, 30), width=12)


def _cable(draw: ImageDraw.ImageDraw, noise: bytes) -> None:
    draw.rectangle((300, 180, 980, 620), fill=(196, 192, 182))
    for number in range(3):
        x, y = 400 + number * 210, 330 + (noise[number] % 90)
        draw.ellipse((x, y, x + 110, y + 110), fill=(34, 32, 30))
        for cable in range(3):
            colour = ((30, 60, 130), (190, 150, 20), (60, 60, 60))[cable]
            draw.line((x + 30 + cable * 22, y + 60, x - 40 + cable * 70, 930), fill=colour, width=15)


def _battery(draw: ImageDraw.ImageDraw, noise: bytes) -> None:
    for row in range(2):
        for number in range(6):
            left, top = 250 + number * 132, 270 + row * 220
            draw.rounded_rectangle((left, top, left + 116, top + 180), 6, fill=(46, 52, 60))
            draw.rectangle((left + 10, top + 60, left + 106, top + 120), fill=(210, 212, 205))
            draw.ellipse((left + 16, top - 8, left + 40, top + 14), fill=(170, 40, 40))
            draw.ellipse((left + 76, top - 8, left + 100, top + 14), fill=(30, 30, 30))
    left = 250 + (noise[2] % 6) * 132
    draw.polygon([(left, 330), (left - 14, 380), (left, 440)], fill=(46, 52, 60))


def _tower(draw: ImageDraw.ImageDraw, noise: bytes) -> None:
    for y in range(640):
        draw.line((0, y, WIDE, y), fill=(150 - y // 12, 186 - y // 20, 214 - y // 40))
    draw.rectangle((0, 640, WIDE, HIGH), fill=(96, 118, 72))
    for step in range(12):
        y, half = 760 - step * 58, 110 - step * 8
        draw.line((640 - half, y, 640 + half - 8, y - 58), fill=(180, 60, 50), width=7)
        draw.line((640 + half, y, 640 - half + 8, y - 58), fill=(180, 60, 50), width=7)
    draw.line((530, 760, 632, 70), fill=(120, 40, 34), width=10)
    draw.line((750, 760, 648, 70), fill=(120, 40, 34), width=10)
    draw.line((640, 70, 640, 20), fill=(70, 70, 70), width=5)
    draw.line((640, 200, 1100 + noise[3] % 60, 770), fill=(80, 80, 80), width=4)


def _rack(draw: ImageDraw.ImageDraw, noise: bytes) -> None:
    for number in range(3):
        left = 260 + number * 270
        draw.rectangle((left, 150, left + 240, 800), fill=(38, 42, 48))
        for unit in range(11):
            top = 170 + unit * 56
            draw.rectangle((left + 14, top, left + 226, top + 44), fill=(70, 76, 84))
            lit = noise[(number * 11 + unit) % 32] % 3
            for lamp in range(lit + 1):
                draw.ellipse((left + 180 + lamp * 14, top + 18, left + 188 + lamp * 14, top + 26), fill=(70, 200, 90))


def _sign(draw: ImageDraw.ImageDraw, noise: bytes) -> None:
    draw.rectangle((380, 180, 900, 700), fill=(236, 232, 220), outline=(150, 30, 30), width=16)
    draw.rectangle((420, 220, 860, 310), fill=(170, 34, 34))
    for line in range(6):
        width = 280 + noise[line + 4] % 130
        draw.rectangle((430, 350 + line * 52, 430 + width, 368 + line * 52), fill=(120, 116, 108))


_SUBJECTS = {
    "extinguisher": _extinguisher,
    "cable": _cable,
    "battery": _battery,
    "tower": _tower,
    "rack": _rack,
    "sign": _sign,
}
