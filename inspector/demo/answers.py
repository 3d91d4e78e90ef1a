"""What two made-up teams found: mostly in order, with the faults that such stations really have."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from inspector.checklists import Item


@dataclass(frozen=True)
class Fault:
    """A fault as an inspector writes it down; `subject` is what the photograph shows."""

    note: str
    remedy: str
    measured: str = ""
    subject: str = ""
    on_the_spot: bool = False


FAULTS: Final = {
    "PCCC-04": Fault(
        "Nội quy PCCC dán ở cửa phòng máy đã mờ, chưa ghi số 114.", "In và niêm yết lại nội quy.", subject="sign"
    ),
    "PCCC-15": Fault(
        "Ba lỗ cáp trên tường phía đông chưa được bịt.", "Bịt kín bằng vật liệu chống cháy.", "3", "cable"
    ),
    "PCCC-18": Fault("Thùng giấy và dây thừa để sau tủ nguồn.", "Dọn khỏi phòng máy.", "", "rack", True),
    "PCCC-19": Fault(
        "Cỏ khô sát chân tường phía sau nhà trạm.", "Phát quang, giữ dải trống quanh nhà trạm.", "0.5", "sign"
    ),
    "PCCC-26": Fault("Thiếu một bình khí CO2 ở phòng nguồn.", "Trang bị bổ sung một bình.", "1", "extinguisher"),
    "PCCC-28": Fault(
        "Tem kiểm tra của hai bình đã quá hạn.", "Kiểm tra, bảo dưỡng và dán tem mới.", "14", "extinguisher"
    ),
    "PCCC-36": Fault("Một bình ắc quy bị phồng ở tổ số 2.", "Thay bình ắc quy phồng.", "1", "battery"),
    "TB-02": Fault("Nhiều sợi cáp trên giá chưa có nhãn.", "Gắn nhãn cáp, cập nhật sơ đồ đấu nối.", "", "rack"),
    "TB-16": Fault("Thử xả chỉ được một giờ rưỡi.", "Thay tổ ắc quy, thử lại thời gian dự phòng.", "1.5"),
    "TB-24": Fault("Đo hai lần đều vượt giá trị quy định.", "Bổ sung cọc đất, đo lại.", "14.2"),
    "TB-29": Fault("Một điều hòa hỏng, phòng máy nóng.", "Sửa điều hòa, kiểm tra cảnh báo nhiệt độ.", "36"),
    "HT-03": Fault("Khóa cổng trạm gỉ, cài không chặt.", "Thay khóa cổng.", "", "tower"),
    "HT-10": Fault("Dây thoát sét tuột khỏi kẹp ở chân cột.", "Kẹp lại dây thoát sét, đo thông mạch.", "", "tower"),
    "HT-19": Fault("Cáp cũ chưa gỡ ở ba điểm trên tuyến.", "Gỡ cáp cũ, bó gọn và gắn thẻ.", "3", "cable"),
    "HT-25": Fault("Cánh tủ bị cạy, gioăng rách.", "Sửa cánh tủ, thay gioăng và khóa.", "", "rack"),
    "BV-15": Fault("Sổ giao nhận chìa khóa bỏ trống hai tháng.", "Ghi sổ đầy đủ mỗi lần giao nhận."),
    "BV-18": Fault("Đầu ghi chỉ lưu được mười hai ngày.", "Nâng dung lượng lưu trữ của đầu ghi.", "12", "rack"),
    "BMNN-04": Fault("Hai người liên quan chưa được tập huấn trong năm.", "Cử người dự lớp tập huấn gần nhất."),
    "BMNN-10": Fault("Việc bàn giao chìa khóa tủ chưa ghi sổ.", "Mở sổ bàn giao, ghi từng lần."),
}
"""By the code of the item. Items about state secrets have neutral words and no photograph."""


def given(item: Item, faults: Iterable[str], seed: str) -> tuple[str, str, str]:
    """Answer, note and measured value of an item at a place where `faults` are found."""
    fault = FAULTS.get(item.code) if item.code in set(faults) else None
    if fault is not None:
        return "fail", fault.note, fault.measured or (_within(item, seed) if item.measure else "")
    share = hashlib.sha256(f"{seed}{item.code}".encode()).digest()[0]
    if share < 14:
        return "na", "", ""
    return "pass", "", _within(item, seed) if item.measure else ""


def _within(item: Item, seed: str) -> str:
    """A measured value within the item's limits, a little different from place to place."""
    part = 0.2 + hashlib.sha256(f"{seed}{item.code}m".encode()).digest()[0] / 425
    if item.least is not None and item.most is not None:
        value = item.least + (item.most - item.least) * part
    elif item.least is not None:
        value = item.least * (1 + part / 2) if item.least else 1 + part
    elif item.most is not None:
        value = item.most * part
    else:
        value = 2 + part * 6
    rounded = round(value)
    if (item.least is None or rounded >= item.least) and (item.most is None or rounded <= item.most):
        return str(rounded)
    return f"{value:.1f}"
