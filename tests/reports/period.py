"""A made-up period of the programme for the tests of the summary report."""

from __future__ import annotations

from datetime import date, timedelta

from inspector.reports.summary_data import (
    DomainCount,
    Frequent,
    Incidents,
    Measured,
    Overdue,
    Proposal,
    Rate,
    Reinspected,
    Repeated,
    SectionCount,
    SummaryData,
    UnitCount,
    Unvisited,
    Visits,
)

_UNITS = ("Hoằng Hóa", "Quảng Xương", "Nghi Sơn", "Bỉm Sơn", "Ngọc Lặc", "Thọ Xuân")
_COMMUNES = ("Hoằng Lộc", "Quảng Phú", "Hải Bình", "Ba Đình", "Minh Sơn", "Lam Sơn", "Hàm Rồng", "Sầm Sơn", "Đông Sơn")
_DOMAINS = ("Phòng cháy, chữa cháy", "Hạ tầng", "Thiết bị", "Bảo vệ", "Bí mật nhà nước")


def period(*, overdue: int = 14, unvisited: int = 35) -> SummaryData:
    """Half a year with something in every table."""
    return SummaryData(
        first=date(2026, 1, 1),
        last=date(2026, 6, 30),
        made_on=date(2026, 7, 3),
        number="7",
        sites=312,
        by_unit=tuple(Visits(f"Trung tâm Viễn thông {name}", 30 + n, 22 + 2 * n) for n, name in enumerate(_UNITS)),
        by_commune=tuple(Visits(name, 12 + n, 12 - n) for n, name in enumerate(_COMMUNES)),
        by_type=(Visits("Nhà trạm BTS", 140, 120), Visits("Tổng đài", 12, 12), Visits("Tuyến cáp", 34, 20)),
        domains=tuple(
            DomainCount(
                name, 800 - 90 * n, 560 - 60 * n, 120 - 15 * n, 120 - 15 * n, None if n == 4 else 0.78 + 0.02 * n
            )
            for n, name in enumerate(_DOMAINS)
        ),
        sections=tuple(
            SectionCount(domain, section, 3 + n, 8 + n, 12 - n)
            for n, domain in enumerate(_DOMAINS[:4])
            for section in ("Hồ sơ và trách nhiệm", "Hiện trường")
        ),
        frequent=tuple(
            Frequent(
                f"PCCC-{n + 3:02d}",
                "Bình chữa cháy có đủ số lượng, còn hạn kiểm định, đặt đúng chỗ không?",
                40 - 3 * n,
                30 - 2 * n,
            )
            for n in range(10)
        ),
        units=tuple(UnitCount(f"Trung tâm Viễn thông {name}", 20 - n, 3 + n, 6, n) for n, name in enumerate(_UNITS)),
        overdue=tuple(
            Overdue(
                f"THA-{100 + n:04d}",
                f"Trạm BTS {_COMMUNES[n % 9]} {n}",
                f"PCCC-{n % 30 + 1:02d}",
                "Thay 02 bình MFZ4 hết hạn kiểm định, bổ sung tem kiểm định",
                date(2026, 6, 1) - timedelta(days=7 * n),
                30 + 7 * n,
                f"Trung tâm Viễn thông {_UNITS[n % 6]}",
                "Chờ mua sắm" if n % 2 else "",
                ("critical", "major", "minor")[n % 3],
                _COMMUNES[n % 9],
            )
            for n in range(overdue)
        ),
        reinspected=tuple(
            Reinspected(f"THA-{n:04d}", f"Trạm BTS {_COMMUNES[n]}", date(2026, 5, 4 + n), 5, 4, 1) for n in range(4)
        ),
        repeated=(Repeated("THA-0007", "Trạm BTS Hải Bình", "HT-03", "Hàng rào bị phá", 3),),
        unvisited=tuple(
            Unvisited(
                f"THA-{200 + n:04d}",
                f"Trạm BTS {_COMMUNES[n % 9]} {n}",
                _COMMUNES[n % 9],
                _UNITS[n % 6],
                None if n % 3 else date(2024, 5, 6),
            )
            for n in range(unvisited)
        ),
        measured=(
            Measured(
                "THA-0003", "Trạm BTS Hải Bình", "TB-14", "Điện trở tiếp đất", "12,5 Ω", "≤ 10 Ω", date(2026, 3, 9)
            ),
        ),
        incidents=(Incidents("Hải Bình", 2, 0, 1), Incidents("Lam Sơn", 1, 1, 0)),
        proposals=(
            Proposal("Công an tỉnh", "Chỉ đạo Công an cấp xã tăng cường tuần tra tuyến cáp"),
            Proposal("VNPT Thanh Hóa", "Bố trí kinh phí thay bình chữa cháy hết hạn trong quý III"),
        ),
        rates=tuple(
            Rate(f"{q}/2025" if q > 2 else f"{q}/2026", name, 0.66 + 0.03 * i + 0.02 * n)
            for n, name in enumerate(_DOMAINS[:3])
            for i, q in enumerate((3, 4, 1, 2))
        ),
        plan=("Kiểm tra 160 lượt tại các địa điểm chưa kiểm tra", "Phúc tra toàn bộ kiến nghị mức nghiêm trọng"),
        situation="Tình hình an ninh trật tự liên quan đến công trình viễn thông trên địa bàn cơ bản ổn định.",
        causes="Nguyên nhân chủ yếu: kinh phí mua sắm chậm, một số đơn vị chưa phân công người chịu trách nhiệm.",
    )
