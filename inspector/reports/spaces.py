"""
Spaces that no line is broken at: between a number and what it counts, a day and its number, a dash and what it follows.

Only where lines may be broken changes; the words stay as they are.
"""

from __future__ import annotations

import re
from typing import Final

KEPT: Final = "\u00a0"
_NUMBER: Final = r"\d+(?:[.,/:]\d+)*%?"
_BEFORE: Final = (
    "ngày|tháng|năm|quý|điều|khoản|điểm|mục|lục|số|vực|biểu|thứ|lần|mẫu|phần|trang|nhóm|cấp"
    "|annex|table|item|no.|article|page"
)
_LINKS: Final = "và|hoặc|tại|của|về|từ|đến|cho|với|theo|and|or|at|of|from|to|for|with|by"
_DIGIT: Final = re.compile(r"\d")
_JOINED: Final = re.compile(
    rf"(?<!\w)(?:{_BEFORE}) (?:{_NUMBER}|[IVX]+)(?!\w)"  # ngày 05, Điều 13, khu vực 6
    rf"|{_NUMBER} [–-] {_NUMBER}(?: [^\W\d])?"  # 18 – 28
    rf"|[≤≥<>±] {_NUMBER}(?: [^\W\d])?"  # ≤ 10
    rf"|(?<![\w.,/-]){_NUMBER} (?!(?:{_LINKS})[ {KEPT}])(?=[^\W\d]|[°Ω%])"  # 02 bình, 12,5 Ω
    rf"| (?={_NUMBER}[.;:)]*$)",  # a number alone on the last line
    re.IGNORECASE | re.MULTILINE,
)


_SMALL: Final = re.compile(rf"(?<= )({_LINKS}) ", re.IGNORECASE)


_COMPOUND: Final = re.compile(
    r"(?<!\w)(an ninh, an toàn|phòng cháy, chữa cháy|an ninh|an toàn|áp dụng|biên bản|chữa cháy|cơ quan|cơ sở|cứu hộ|cứu nạn|danh mục|đáp ứng|địa điểm|điện thoại"
    r"|đơn vị|đúng hạn|ghi chú|giá trị|hạ tầng|hiện nay|hoàn thành|hướng dẫn|kế hoạch|kết quả|khắc phục|khu vực|kiểm tra|kiến nghị|lĩnh vực|liên ngành|mức độ|nghiêm trọng|nội dung|phát hiện|phiên bản|phòng cháy"
    r"|phụ trách|phúc tra|quá hạn|quản lý|tài sản|thiết bị|thống nhất|thời hạn|tình trạng|tồn tại|trách nhiệm|trung tâm|trụ sở|tổng cộng|tỷ lệ|vật tư|viễn thông"
    r"|yêu cầu|ngày \d+ tháng \d+ năm \d+)(?!\w)",
    re.IGNORECASE,
)
"""Words of two syllables that titles are full of, pairs that are named together, and days."""


def led(text: str) -> str:
    """`text` as titles are parted: small words stay on the line of what follows them, syllables of one word together."""
    text = _SMALL.sub(rf"\1{KEPT}", text)
    return _COMPOUND.sub(lambda found: found.group().replace(" ", KEPT), text)


def kept(text: str) -> str:
    """`text` with the spaces that must not break written as KEPT."""
    if " – " in text:
        text = text.replace(" – ", f"{KEPT}– ")
    if " - " in text:
        text = text.replace(" - ", f"{KEPT}- ")
    return _JOINED.sub(_without_breaks, text) if _DIGIT.search(text) else text


def _without_breaks(found: re.Match[str]) -> str:
    return found.group().replace(" ", KEPT)
