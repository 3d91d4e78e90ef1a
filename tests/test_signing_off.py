"""How a visit ends: locked from the first signature on, opened again in the open, supplemented after the last."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector import findings, handover, people, register, reports, signing_off, sites, visits, workplace
from inspector.demo.pictures import taken
from inspector.model import Member, Photo, Signature, VisitState
from inspector.reports import papers
from inspector.security.signing import Verdict
from inspector.signing_off import NotSigned, ReasonMissing, drawn
from inspector.store import Store
from inspector.visits import VisitLocked

AT = datetime.datetime(2026, 11, 24, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
STROKES = [[(10.0, 20.0, 0), (40.25, 5.0, 30), (60.0, 22.0, 55)], [(70.0, 10.0, 400), (90.0, 30.0, 420)]]
NAMES = {"police": "Lê Văn Ví Dụ", "vnpt": "Phạm Minh Họa", "site": "Bùi Văn Thí Điểm"}


class Clock:
    """Goes on by one minute whenever it is read."""

    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime.datetime:
        self.now += datetime.timedelta(minutes=1)
        return self.now


class Bench:
    """A visit to one manhole, complete, with people of three sides."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.uids = {side: people.introduce(store, name, side=side).uid for side, name in NAMES.items()}
        self.by = self.uids["police"]
        site = sites.add(store, "THA0090", by=self.by, name="Hải Hà", types="manhole")
        self.visit = visits.start(store, site.uid, ["infrastructure"], by=self.by, on=AT.date())
        with store.read() as reader:
            self.lines = [line for page in visits.dossier(reader, self.visit).pages for line in page.lines]
        for line in self.lines:
            self.answer(line.item.path, "na")
        visits.put_member(store, self.visit, self.uids["site"], side="site", role="representative", by=self.by)

    def answer(self, path: str, value: str) -> None:
        visits.record_answers(self.store, self.visit, "infrastructure", {path: value}, by=self.by)

    def sign(self, *sides: str, strokes: str = "", paper: bytes = b"") -> None:
        for side in sides:
            signing_off.sign(
                self.store,
                self.visit,
                side=side,
                by=self.uids[side],
                strokes=strokes,
                paper=paper,
                media_type="image/jpeg",
            )

    @property
    def state(self) -> VisitState:
        with self.store.read() as reader:
            return visits.state(reader, visits.known(reader, self.visit))

    @property
    def verdicts(self) -> dict[str, Verdict]:
        with self.store.read() as reader:
            return {uid.split("/")[1]: said for uid, said in signing_off.verdicts(reader, self.visit).items()}

    def signature(self, side: str) -> Signature:
        with self.store.read() as reader:
            found = reader.get(Signature, f"{self.visit}/{side}/{self.uids[side]}")
        assert found is not None
        return found

    def pdf(self, path: Path, visit: str = "") -> str:
        from pypdfium2 import PdfDocument

        with self.store.read() as reader:
            document = papers.minutes_of(reader, visit or self.visit, language="vi")
        reports.render(document, path)
        with PdfDocument(path) as opened:
            return " ".join(" ".join(page.get_textpage().get_text_range() for page in opened).split())


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with workplace.open_workplace(str(tmp_path / "laptop.db"), clock=Clock()) as store:
        yield Bench(store)


def test_the_first_signature_locks_the_text(bench: Bench) -> None:
    bench.sign("police")

    with pytest.raises(VisitLocked):
        bench.answer(bench.lines[0].item.path, "pass")
    with pytest.raises(VisitLocked):
        visits.edit(bench.store, bench.visit, by=bench.by, statement="…")
    assert bench.state is VisitState.AGREED


def test_a_refusal_locks_the_text_too_and_wants_a_reason(bench: Bench) -> None:
    def refuse(reason: str) -> None:
        signing_off.refuse(
            bench.store,
            bench.visit,
            side="site",
            person=bench.uids["site"],
            reason=reason,
            witnesses="Ngô Thị Mẫu; Lý Văn Chứng",
            by=bench.by,
        )

    with pytest.raises(ReasonMissing):
        refuse("  ")
    assert bench.state is VisitState.DRAFT
    refuse("Không nhất trí mục HT-01")
    bench.sign("police", "vnpt")

    assert bench.state is VisitState.SIGNED
    with pytest.raises(VisitLocked):
        bench.answer(bench.lines[0].item.path, "pass")


def test_a_changed_text_is_signed_only_when_all_have_signed_again(bench: Bench) -> None:
    """One side that signs again must not carry the old signatures of the others over to the new text."""
    bench.sign("police", "vnpt", "site")
    signing_off.reopen(bench.store, bench.visit, reason="Sửa mục 1", by=bench.by)
    bench.answer(bench.lines[0].item.path, "pass")
    bench.sign("police")

    assert bench.verdicts == {"police": Verdict.VALID, "vnpt": Verdict.CHANGED, "site": Verdict.CHANGED}
    assert bench.state is VisitState.AGREED
    bench.sign("vnpt", "site")
    assert set(bench.verdicts.values()) == {Verdict.VALID}
    assert bench.state is VisitState.SIGNED


def test_who_changed_the_text_after_a_signature_is_said_with_the_time(bench: Bench) -> None:
    bench.sign("police")
    signed = bench.signature("police")
    with bench.store.read() as reader:
        assert signing_off.edited_after(reader, signed) == ("", "")

    signing_off.reopen(bench.store, bench.visit, reason="Sửa mục 1", by=bench.by)
    bench.answer(bench.lines[0].item.path, "pass")

    with bench.store.read() as reader:
        at, who = signing_off.edited_after(reader, signed)
    assert at > signed.at
    assert who == NAMES["police"]


def test_a_drawn_signature_keeps_its_strokes_with_their_time(bench: Bench, tmp_path: Path) -> None:
    bench.sign("police", strokes=drawn(STROKES))

    assert json.loads(bench.signature("police").strokes) == [
        [[10.0, 20.0, 0], [40.2, 5.0, 30], [60.0, 22.0, 55]],
        [[70.0, 10.0, 400], [90.0, 30.0, 420]],
    ]
    with bench.store.read() as reader:
        found = papers.minutes_of(reader, bench.visit, language="vi")
    columns = [
        column
        for section in found.sections
        for block in section.blocks
        if type(block).__name__ == "Signatures"
        for column in block.columns  # type: ignore[union-attr]
    ]
    assert next(column.strokes for column in columns if column.key == "police")[1] == ((70.0, 10.0), (90.0, 30.0))
    assert NAMES["police"] in bench.pdf(tmp_path / "m.pdf")


def test_a_photo_of_the_signed_paper_breaks_no_seal_and_travels(bench: Bench, tmp_path: Path) -> None:
    bench.sign("police", paper=taken("sign", "THA0090", AT))
    bench.sign("vnpt", "site")
    signing_off.attach_paper(
        bench.store,
        bench.visit,
        side="vnpt",
        content=taken("cable", "THA0090", AT),
        media_type="image/jpeg",
        by=bench.by,
    )

    assert set(bench.verdicts.values()) == {Verdict.VALID}
    assert bench.state is VisitState.SIGNED
    handover.export(bench.store, [bench.visit], tmp_path / "out.xlsx", by=bench.by)
    with workplace.open_workplace(str(tmp_path / "other.db")) as other:
        register.merge(other, [tmp_path / "out.xlsx"])
        with other.read() as reader:
            held = reader.all(Photo, visit=bench.visit, form=signing_off.PAPERS)
            verdicts = signing_off.verdicts(reader, bench.visit)
    assert sorted(photo.path for photo in held) == ["police", "vnpt"]
    assert set(verdicts.values()) == {Verdict.VALID}
    assert "Bản giấy đã ký" in bench.pdf(tmp_path / "m.pdf")


def test_supplementary_minutes_refer_to_the_first_and_are_signed_like_them(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(NotSigned):
        signing_off.supplement(bench.store, bench.visit, correction="…", by=bench.by)
    bench.sign("police", "vnpt", "site")
    with pytest.raises(ReasonMissing):
        signing_off.supplement(bench.store, bench.visit, correction=" ", by=bench.by)
    first, bench.visit = (
        bench.visit,
        signing_off.supplement(
            bench.store, bench.visit, correction="Sửa tên thủ kho thành Bùi Văn Thí Điểm.", by=bench.by
        ),
    )

    with bench.store.read() as reader:
        assert signing_off.standing_against(reader, bench.visit) == []
        assert [one.uid for one in signing_off.supplements(reader, first)] == [bench.visit]
        assert {one.side for one in reader.all(Member, visit=bench.visit)} == {"police", "site"}
    bench.sign("police", "vnpt", "site")
    text = bench.pdf(tmp_path / "m.pdf").casefold()

    assert bench.state is VisitState.SIGNED
    assert "biên bản bổ sung" in text
    assert "sửa tên thủ kho" in text
    assert "ngày 24 tháng 11 năm 2026" in " ".join(text.split())
    assert "tổng hợp kết quả" not in text


def test_a_reservation_is_printed_under_its_finding(bench: Bench, tmp_path: Path) -> None:
    bench.answer(bench.lines[0].item.path, "fail")
    uid = f"{bench.visit}/{bench.lines[0].path}"
    findings.edit(bench.store, uid, by=bench.by, reservation="Đã có kế hoạch thay trong quý I.")

    assert "Đã có kế hoạch thay trong quý I." in bench.pdf(tmp_path / "m.pdf")


def test_strokes_of_nothing_are_no_signature() -> None:
    assert drawn([]) == ""
    assert drawn([[]]) == ""
