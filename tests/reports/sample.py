"""A made-up visit for the tests of papers: as long, as wide and as crooked as a test asks for."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from inspector.reports.minutes_data import (
    Domain,
    Earlier,
    Fact,
    FindingLine,
    Item,
    Member,
    MinutesData,
    Opinion,
    Picture,
    Result,
    Side,
    Signed,
    State,
)

BEGUN = datetime(2026, 1, 5, 1, 5, tzinfo=UTC)
LONG_NAME = "Nguyễn Phước Hoàng Thùy Dương Quỳnh Trâm Anh Ngọc Khánh Vy Linh"  # 62 letters
SCRIBBLE = (((0.0, 40.0), (20.0, 5.0), (35.0, 60.0), (60.0, 10.0), (90.0, 35.0)), ((10.0, 50.0), (110.0, 48.0)))

_TEXTS = (
    ("Cơ sở có lập và cập nhật hồ sơ về PCCC và CNCH không?", "Thiếu sổ theo dõi phương tiện.", "major"),
    (
        "Nội quy PCCC, tiêu lệnh chữa cháy và số điện thoại 114 có niêm yết ở nơi dễ thấy không?",
        "Bảng nội quy phai màu, không đọc được.",
        "minor",
    ),
    (
        "Bình chữa cháy có đủ số lượng, còn hạn kiểm định, đặt đúng chỗ, kim áp suất ở vùng xanh không?",
        "02 bình MFZ4 hết hạn kiểm định từ tháng 6/2025.",
        "critical",
    ),
    ("Điện trở tiếp đất của trạm có nằm trong giới hạn không?", "Điện trở đo được vượt ngưỡng cho phép.", "critical"),
    (
        "Cửa, lối vào phòng máy có khóa chắc chắn, có sổ ghi người ra vào không?",
        "Sổ ra vào bỏ trống 03 tháng.",
        "minor",
    ),
    (
        "Cáp, dây điện đi qua tường, sàn có được bịt kín bằng vật liệu ngăn cháy không?",
        "Lỗ cáp tại tường phía Đông chưa bịt.",
        "major",
    ),
)


def items(prefix: str, count: int) -> tuple[Item, ...]:
    """`count` items of a checklist, some failed, some measured."""
    made = []
    for number in range(1, count + 1):
        text, fault, severity = _TEXTS[number % len(_TEXTS)]
        result = (Result.PASS, Result.PASS, Result.FAIL, Result.PASS, Result.NA)[number % 5]
        measured = number % 6 == 3
        made.append(
            Item(
                code=f"{prefix}-{number:02d}",
                text=text,
                section=("Hồ sơ và trách nhiệm", "Hiện trường", "Trang bị, phương tiện")[
                    (number - 1) * 3 // max(count, 1)
                ],
                result=result,
                value="12,5" if measured and result is Result.FAIL else "4,2" if measured else "",
                unit="Ω" if measured else "",
                limits="≤ 10" if measured else "",
                note=fault if result is Result.FAIL else "",
                severity=severity,
                basis="Nghị định 105/2025/NĐ-CP, Điều 13" if number % 2 else "QCVN 9:2016/BTTTT",
                confirmed=bool(number % 2),
            )
        )
    return tuple(made)


@cache
def photo(number: int, side: int = 1600) -> bytes:
    """A JPEG made by the program, heavy enough to need reducing."""
    from PIL import Image, ImageDraw

    image = Image.effect_noise((side, side * 3 // 4), 60).convert("RGB")
    pen = ImageDraw.Draw(image)
    pen.rectangle((60, 60, side - 60, 200), fill=(30 + number * 3 % 200, 90, 140))
    pen.line((0, 0, side, side * 3 // 4), fill=(200, 40, 40), width=12)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def visit(
    *, per_domain: int = 12, photos: int = 3, state: State = State.SIGNED, signed: bool = True, team: int = 5
) -> MinutesData:
    """A joint visit with three domains, one of them about state secrets."""
    domains = (
        Domain(
            "fire",
            "Phòng cháy, chữa cháy và cứu nạn, cứu hộ",
            "2026.2",
            items("PCCC", per_domain),
            inspectors=("Nguyễn Văn Ánh",),
        ),
        Domain(
            "infrastructure",
            "Hạ tầng, nhà trạm, cột ăng ten",
            "2026.1",
            items("HT", per_domain),
            inspectors=("Trần Thị Bưởi", "Phạm Đức Duy"),
        ),
        Domain("state_secret", "Bảo vệ bí mật nhà nước", "2026.1", items("BMNN", max(1, per_domain // 3)), secret=True),
    )
    pictures: dict[str, bytes] = {}
    taken = []
    for number in range(photos):
        content = photo(number % 4)
        sha256 = hashlib.sha256(content + bytes([number])).hexdigest()
        pictures[sha256] = content
        taken.append(
            Picture(
                sha256,
                "Lỗ cáp chưa bịt tại tường phía Đông",
                BEGUN + timedelta(minutes=9 * number),
                f"PCCC-{number + 1:02d}",
                "fire",
            )
        )
    findings = tuple(
        FindingLine(
            item.code,
            domain.key,
            item.note,
            item.severity,
            item.value,
            item.limits,
            remedy=f"Khắc phục: {item.note[0].lower()}{item.note[1:]}",
            in_charge="Trung tâm Viễn thông Hoằng Hóa",
            due=date(2026, 2, 1) + timedelta(days=number),
            fixed_on_the_spot=number == 1,
            reservation="Cơ sở đề nghị gia hạn đến hết quý I/2026." if number == 2 else "",
            basis=item.basis,
            confirmed=item.confirmed,
            repeated=number == 0,
        )
        for domain in domains
        for number, item in enumerate(one for one in domain.items if one.result is Result.FAIL)
    )
    people = [
        Member("Nguyễn Văn Ánh", "Đội trưởng", "Phòng Cảnh sát PCCC và CNCH", "leader", Side.POLICE),
        Member("Trần Thị Bưởi", "Phó Trưởng phòng", "Phòng Kỹ thuật - Đầu tư, VNPT Thanh Hóa", "deputy", Side.VNPT),
        Member("Lê Quốc Cường", "Cán bộ", "Công an xã Hoằng Lộc", "member", Side.POLICE),
        Member("Phạm Đức Duy", "Chuyên viên", "Trung tâm Điều hành thông tin", "secretary", Side.VNPT),
        Member("Đỗ Thị Hạnh", "Tổ trưởng", "Tổ kỹ thuật Hoằng Hóa", "representative", Side.SITE),
    ]
    while len(people) < team:
        people.append(replace(people[len(people) % 4], name=f"{LONG_NAME} {len(people)}", role="member"))
    at = BEGUN + timedelta(hours=3, minutes=20)
    signatures = (
        Signed(Side.POLICE, "", "Nguyễn Văn Ánh", "Đội trưởng", SCRIBBLE, at, "9f3a61c07be2d418"),
        Signed(Side.VNPT, "", "Trần Thị Bưởi", "Phó Trưởng phòng", SCRIBBLE, at, "51c2aa07be2d4180"),
        Signed(Side.SITE, "", "Đỗ Thị Hạnh", "Tổ trưởng", SCRIBBLE, at, "77aa61c07be2d418"),
    )
    return MinutesData(
        visit="THA0123-260105-1",
        state=state,
        number="5" if state is not State.DRAFT else "",
        site_name="Trạm BTS Hoằng Lộc 2",
        site_code="THA-0123",
        site=(
            Fact("Mã trạm", "THA-0123"),
            Fact("Tên trạm", "Trạm BTS Hoằng Lộc 2"),
            Fact("Loại", "Nhà trạm BTS, cột ăng ten tự đứng 42 m"),
            Fact("Địa chỉ", "Thôn Đồng Tiến, xã Hoằng Lộc, tỉnh Thanh Hóa"),
            Fact("Đơn vị quản lý", "Trung tâm Viễn thông Hoằng Hóa"),
            Fact("Nhóm theo NĐ 105", "Ngoài danh mục"),
        ),
        begun=BEGUN,
        ended=at,
        place="Trạm BTS Hoằng Lộc 2, thôn Đồng Tiến, xã Hoằng Lộc, tỉnh Thanh Hóa",
        grounds=(
            "Căn cứ Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ số 55/2024/QH15",
            "Căn cứ Chương trình phối hợp giữa Công an tỉnh và VNPT Thanh Hóa ngày 24 tháng 4 năm 2013",
            "Căn cứ Kế hoạch số 12/KH-ĐKTLN ngày 02 tháng 01 năm 2026 của Đoàn kiểm tra liên ngành",
        ),
        team=tuple(people),
        domains=domains,
        statement="Cơ sở đã tự kiểm tra ngày 20/12/2025; hệ thống nguồn, ắc quy hoạt động bình thường.",
        findings=findings,
        earlier=(
            Earlier(
                "PCCC-07",
                "Bổ sung đèn chiếu sáng sự cố",
                date(2025, 6, 12),
                "Tổ kỹ thuật Hoằng Hóa",
                date(2025, 7, 12),
                "Đã khắc phục",
            ),
            Earlier(
                "HT-03",
                "Sửa hàng rào phía Bắc",
                date(2025, 6, 12),
                "Tổ kỹ thuật Hoằng Hóa",
                date(2025, 6, 15),
                "Quá hạn 204 ngày",
            ),
        ),
        opinions=(Opinion("Đại diện cơ sở", "Nhất trí với kết quả kiểm tra, sẽ khắc phục đúng hạn."),),
        photos=tuple(taken),
        signatures=signatures if signed else (),
        kept_by=("Công an tỉnh", "VNPT Thanh Hóa", "cơ sở được kiểm tra"),
        recipients=("Phòng PC07, Công an tỉnh", "VNPT Thanh Hóa", "Cơ sở được kiểm tra"),
        digest="4f1d2c9a0b77e3615588aa90cc31de4f4f1d2c9a0b77e3615588aa90cc31de4f",
        bytes_of=pictures.get,
    )
