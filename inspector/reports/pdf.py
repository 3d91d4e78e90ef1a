"""
Lay a Document out as PDF and write it: A4 by Nghị định 30/2020, embedded fonts, bookmarks, archival metadata.

The same Document gives the same bytes. The file is written beside its final name and moved into place. With a
password it is sealed with AES-256; without, it follows PDF/A-2b.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from inspector.reports import boxes, theme
from inspector.reports.charts import ChartBox
from inspector.reports.document import (
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    KeyValues,
    Letterhead,
    Lines,
    PageBreak,
    Paragraph,
    PhotoGrid,
    Recipients,
    Section,
    Signatures,
    Style,
    Table,
    Title,
)
from inspector.reports.files import written
from inspector.reports.flow import Page, Run, flow, frame
from inspector.reports.grid import GridBox, grid
from inspector.reports.ink import Ink, SignatureBox
from inspector.reports.typeset import face, wrap

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came out: pages of each part (the body first), and where each party signs."""

    pages: tuple[int, ...]
    boxes: tuple[SignatureBox, ...]


def render(
    document: Document, path: Path, *, progress: Progress | None = None, password: str | None = None
) -> Rendered:
    """Write `document` as PDF to `path`. `progress(done, total)` is called page by page and may raise Cancelled."""
    content, rendered = to_bytes(document, progress=progress, password=password)
    with written(path) as file:
        file.write(content)
    return rendered


def to_bytes(
    document: Document, *, progress: Progress | None = None, password: str | None = None
) -> tuple[bytes, Rendered]:
    """The PDF in memory, e.g. for a preview."""
    from reportlab.pdfgen.canvas import Canvas

    parts = lay_out(document)
    pages = [page for part in parts for page in part]
    out = io.BytesIO()
    canvas = Canvas(
        out, pagesize=theme.PAGE, pageCompression=1, invariant=1, initialFontName=face().name, pdfVersion=(1, 7)
    )
    ink = Ink(canvas, document.photos)
    ink.pages_of_body = len(parts[0])
    for number, page in enumerate(pages):
        if progress:
            progress(number, len(pages))
        _paint_page(ink, document, page, number + 1)
    if ink.bookmarked:
        canvas.showOutline()
    canvas.save()
    if progress:
        progress(len(pages), len(pages))
    rendered = Rendered(tuple(len(part) for part in parts), tuple(ink.boxes))
    return _finished(out, document, password), rendered


def lay_out(document: Document) -> list[list[Page]]:
    """The pages of the body and of each annex, nothing drawn yet."""
    parts = [flow(list(_runs(document.sections)), 0)]
    for number, annex in enumerate(document.annexes, 1):
        parts.append(flow([Run(_annex(annex), annex.landscape)], number))
    return parts


def _runs(sections: Iterable[Section]) -> Iterable[Run]:
    gathered: list[boxes.Box | None] = []
    landscape = False
    for section in sections:
        if section.landscape != landscape and gathered:
            yield Run(gathered, landscape)
            gathered = []
        landscape = section.landscape
        width, _height = frame(landscape)
        if section.title:
            gathered.append(boxes.heading(Heading(section.title, 1), width))
        for block in section.blocks:
            last = gathered[-1] if gathered else None
            if isinstance(block, Signatures):
                _accompany(gathered)
            if isinstance(block, Recipients) and isinstance(last, boxes.SignatureRow):
                last.keep_next = True  # nor is a page spent on who receives it
            _below(block, last)
            gathered.extend(_boxes(block, width))
    yield Run(gathered, landscape)


def _accompany(gathered: Iterable[boxes.Box | None]) -> None:
    """Signatures take two lines of text or the end of a table along: nobody signs a page that says nothing."""
    lines = 0
    for box in reversed(list(gathered)):
        if lines < 2 and isinstance(box, GridBox):
            box.keep_end = True
        if lines > 1 or not isinstance(box, boxes.TextBox | boxes.RuledLines):
            return
        box.keep_next = True
        lines += len(box.lines) if isinstance(box, boxes.TextBox) else 0


def _below(block: Block, last: boxes.Box | None) -> None:
    """A note below a table has the end of it on its page: what it explains is in sight."""
    if isinstance(block, Paragraph) and block.style is Style.NOTE and isinstance(last, GridBox):
        last.keep_end = True


def _annex(annex: Annex) -> list[boxes.Box | None]:
    width, _height = frame(annex.landscape)
    gathered: list[boxes.Box | None] = [boxes.AnnexTitleBox(Title(annex.title, annex.subject, annex.remark), width)]
    for block in annex.blocks:
        _below(block, gathered[-1])
        gathered.extend(_boxes(block, width))
    return gathered


def _boxes(block: Block, width: float) -> Iterable[boxes.Box | None]:
    match block:
        case Paragraph():
            return [boxes.paragraph(block, width)]
        case Heading():
            return [boxes.heading(block, width)]
        case Table():
            found = grid(block, width)
            return found or ([boxes.paragraph(Paragraph(block.empty, Style.BODY), width)] if block.empty else [])
        case KeyValues():
            return boxes.key_values(block, width)
        case Letterhead():
            return [boxes.LetterheadBox(block, width)]
        case Title():
            return [boxes.TitleBox(block, width)]
        case Signatures():
            return boxes.signature_rows(block, width)
        case Recipients():
            return [boxes.RecipientsBox(block, width)]
        case PhotoGrid():
            return boxes.photo_rows(block, width)
        case Chart():
            if any(value for series in block.series for value in series.values):
                return [ChartBox(block, width)]
            return [boxes.paragraph(Paragraph(block.empty), width)] if block.empty else []
        case Lines():
            return [boxes.RuledLines(block)]
        case PageBreak():
            return [None]


def _paint_page(ink: Ink, document: Document, page: Page, count: int) -> None:
    wide, high = page.size
    ink.begin_page(page.size)
    width, _height = frame(page.landscape)
    if document.watermark:
        mark = wrap(document.watermark, 90, 10_000, bold=True)[0]
        ink.watermark(mark, min(90.0, 90 * 420 / mark.width), (wide / 2, high / 2), 52 if not page.landscape else 34)
    if page.number > 1:
        line = wrap(str(page.number), theme.PAGE_NUMBER, 100)[0]
        ink.line(
            line,
            theme.LEFT,
            high - theme.TOP / 2 - theme.PAGE_NUMBER / 3,
            theme.PAGE_NUMBER,
            width=width,
            align="centre",
        )
    for placed in page.placed:
        placed.box.paint(ink, theme.LEFT, high - theme.TOP - placed.offset, width)
    if document.seal:
        low = theme.QR_LOW
        payload = document.seal.payload.replace("{page}", str(count))
        ink.symbol(payload, theme.LEFT, low, theme.QR_SIDE)
        lines = wrap(document.seal.words, theme.FOOT, width - theme.QR_SIDE - 12)
        baseline = low + theme.QR_SIDE / 2 + (len(lines) / 2 - 0.8) * theme.FOOT * theme.LINE
        for line in lines:
            ink.line(line, theme.LEFT + theme.QR_SIDE + 8, baseline, theme.FOOT)
            baseline -= theme.FOOT * theme.LINE
    ink.end_page()


def _finished(out: io.BytesIO, document: Document, password: str | None) -> bytes:
    """The file with its metadata, language and colour intent; sealed when a password is given."""
    import pikepdf

    made = document.metadata.created or datetime(2000, 1, 1, tzinfo=UTC)
    out.seek(0)
    with pikepdf.open(out) as pdf:
        root: Any = pdf.Root
        root.Lang = pikepdf.String("vi-VN" if document.language == "vi" else "en-GB")
        root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        profile = pdf.make_stream(_srgb())
        profile.N = 3
        profile.Alternate = pikepdf.Name.DeviceRGB
        root.OutputIntents = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.OutputIntent,
                    S=pikepdf.Name.GTS_PDFA1,
                    OutputConditionIdentifier=pikepdf.String("sRGB"),
                    Info=pikepdf.String("sRGB IEC61966-2.1"),
                    DestOutputProfile=profile,
                )
            ]
        )
        meta = document.metadata
        stamp = made.isoformat(timespec="seconds")
        del pdf.docinfo
        info = pdf.docinfo
        said = {
            "/Title": document.title,
            "/Author": meta.author,
            "/Subject": meta.subject,
            "/Keywords": ", ".join(meta.keywords),
            "/Creator": "inspector",
            "/Producer": "inspector",
            "/CreationDate": _pdf_date(made),
            "/ModDate": _pdf_date(made),
        }
        for key, text in said.items():
            if text:
                info[pikepdf.Name(key)] = pikepdf.String(text)
        xmp = pdf.make_stream(_xmp(document, stamp, archival=password is None).encode())
        xmp.Type = pikepdf.Name.Metadata
        xmp.Subtype = pikepdf.Name.XML
        root.Metadata = xmp
        result = io.BytesIO()
        if password is None:
            pdf.save(result, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        else:
            pdf.save(result, encryption=pikepdf.Encryption(owner=password, user=password, R=6, aes=True))
    return result.getvalue()


@cache
def _srgb() -> bytes:
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = b"\x07\xd0\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00"  # its day of making: papers stay the same
    profile[84:100] = bytes(16)
    return bytes(profile)


def _pdf_date(moment: datetime) -> str:
    offset = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"


def _xmp(document: Document, stamp: str, *, archival: bool) -> str:
    from xml.sax.saxutils import escape

    meta = document.metadata
    parts = [f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(document.title)}</rdf:li></rdf:Alt></dc:title>']
    if meta.author:
        parts.append(f"<dc:creator><rdf:Seq><rdf:li>{escape(meta.author)}</rdf:li></rdf:Seq></dc:creator>")
    if meta.subject:
        parts.append(
            '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
            f"{escape(meta.subject)}</rdf:li></rdf:Alt></dc:description>"
        )
    if meta.keywords:
        parts.append(f"<pdf:Keywords>{escape(', '.join(meta.keywords))}</pdf:Keywords>")
    parts.append(f"<dc:language><rdf:Bag><rdf:li>{document.language}</rdf:li></rdf:Bag></dc:language>")
    parts.append("<dc:format>application/pdf</dc:format>")
    parts.append("<pdf:Producer>inspector</pdf:Producer><xmp:CreatorTool>inspector</xmp:CreatorTool>")
    parts.append(f"<xmp:CreateDate>{stamp}</xmp:CreateDate><xmp:ModifyDate>{stamp}</xmp:ModifyDate>")
    if archival:
        parts.append("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
        f'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">{"".join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>\n'
        '<?xpacket end="w"?>'
    )
