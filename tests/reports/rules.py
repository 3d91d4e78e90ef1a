"""
The rules of Nghị định 30/2020, annex I, beside what is measured in a finished file.

    python -m tests.reports.rules        the table for the minutes of the sample visit
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from inspector.reports import minutes, pdf
from tests.reports.measure import MM, Paper, Sheet
from tests.reports.sample import visit


@dataclass(frozen=True)
class Rule:
    """One rule: what is wanted, what was measured, in the same unit."""

    name: str
    low: float
    high: float
    found: tuple[float, float]
    unit: str
    style: str = ""
    font: str = ""

    @property
    def holds(self) -> bool:
        """Whether every measured value lies within the rule, and the letters have its style."""
        slack = 0.2 if self.unit == "mm" else 0.01
        within = self.low - slack <= self.found[0] and self.found[1] <= self.high + slack
        return within and self.font == self.style

    def line(self) -> str:
        """A row of the table."""
        wanted = f"{self.low:g}–{self.high:g} {self.unit} {self.style}".strip()
        found = f"{self.found[0]:.2f}–{self.found[1]:.2f} {self.unit} {self.font}".strip()
        return f"{'ok ' if self.holds else 'NOT'}  {self.name:<34} {wanted:<44} {found}"


_TEXTS = (
    ("nation", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 13, "Bold"),
    ("motto", "Độc lập - Tự do - Hạnh phúc", 13, 14, "Bold"),
    ("superior body", "CÔNG AN TỈNH THANH HÓA", 12, 13, ""),
    ("issuing body", "ĐOÀN KIỂM TRA LIÊN NGÀNH", 12, 13, "Bold"),
    ("number and symbol", "Số: 05/BB-ĐKTLN", 13, 13, ""),
    ("place and date", "Thanh Hóa, ngày 05 tháng 01 năm 2026", 13, 14, "Italic"),
    ("type", "BIÊN BẢN", 13, 14, "Bold"),
    ("subject", "Kiểm tra liên ngành về", 13, 14, "Bold"),
    ("grounds", "Căn cứ Luật Phòng cháy", 13, 14, "Italic"),
    ("body", "chúng tôi gồm các thành phần", 13, 14, ""),
    ("annex, number", "Phụ lục I", 14, 14, "Bold"),
    ("annex, name", "DANH MỤC KIỂM TRA:", 13, 14, "Bold"),
    ("annex, enclosed with", "(Kèm theo Biên bản", 13, 14, "Italic"),
    ("post of the signer", "ĐẠI DIỆN VNPT", 13, 14, "Bold"),
    ("name of the signer", "Nguyễn Văn Ánh", 13, 14, "Bold"),
    ("recipients, heading", "Nơi nhận:", 12, 12, "BoldItalic"),
    ("recipients, lines", "- Lưu: VT, Hồ sơ.", 11, 11, ""),
)


def measured(paper: Paper) -> list[Rule]:
    """Every rule that can be read off the pages."""
    pages = paper.pages
    found = [
        Rule("width of the paper", 210, 210, _span([page.width / MM for page in pages]), "mm"),
        Rule("height of the paper", 297, 297, _span([page.height / MM for page in pages]), "mm"),
        Rule("left margin", 30, 35, _each(pages, lambda page, signs: min(s.left for s in signs) / MM), "mm"),
        Rule("right margin, nearest", 15, 20, (nearest := _nearest(pages), nearest), "mm"),
        Rule("top margin, nearest", 20, 25, (top := _nearest_top(pages), top), "mm"),
        Rule(
            "bottom margin, at least",
            20,
            297,
            _each(pages, lambda page, signs: min(s.bottom for s in signs) / MM),
            "mm",
        ),
    ]
    numbers = [sign for page in pages for sign in page.characters if sign.bottom > page.height - 20 * MM]
    found.append(Rule("page number", 13, 14, _span([sign.size for sign in numbers]), "pt", "", _style(numbers[0].font)))
    start = pages[0].run("Hồi 8 giờ 05 phút")[0].left / MM - 30
    found.append(Rule("first line of a paragraph", 10, 12.7, (start, start), "mm"))
    for name, text, low, high, style in _TEXTS:
        page = _last(pages, text) if name.endswith("signer") else _first(pages, text)
        run = page.run(text)
        sizes = _span([sign.size for sign in run])
        fonts = {_style(sign.font) for sign in run}
        found.append(Rule(name, low, high, sizes, "pt", style, "/".join(sorted(fonts))))
    return found


def _body(page: Sheet) -> list:
    return [sign for sign in page.characters if sign.bottom > 20 * MM - 4 and sign.top < page.height - 18 * MM]


def _each(pages: list[Sheet], of) -> tuple[float, float]:
    return _span([of(page, _body(page)) for page in pages])


def _nearest(pages: list[Sheet]) -> float:
    return min(page.width - max(sign.right for sign in _body(page)) for page in pages) / MM


def _nearest_top(pages: list[Sheet]) -> float:
    return min(page.height - max(sign.top for sign in _body(page)) for page in pages) / MM


def _span(values: list[float]) -> tuple[float, float]:
    return min(values), max(values)


def _style(font: str) -> str:
    return font.partition("LiberationSerif")[2].lstrip("-")


def _first(pages: list[Sheet], text: str) -> Sheet:
    return next(page for page in pages if _bare(text) in _signs(page))


def _last(pages: list[Sheet], text: str) -> Sheet:
    return next(page for page in pages if "Nơinhận:" in _signs(page) and _bare(text) in _signs(page))


def _signs(page: Sheet) -> str:
    return "".join(sign.sign for sign in page.characters)


def _bare(text: str) -> str:
    return "".join(text.split())


def table() -> list[Rule]:
    """The rules measured in the minutes of the sample visit, with annexes and photographs."""
    return measured(Paper(pdf.to_bytes(minutes.build(visit(per_domain=40, photos=7)))[0]))


if __name__ == "__main__":
    rules = table()
    print("\n".join(rule.line() for rule in rules))
    sys.exit(0 if all(rule.holds for rule in rules) else 1)
