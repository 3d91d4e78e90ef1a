"""What station lists call their columns. Folded: lower case, no marks. The first name that fits wins, the exact one first."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from inspector.text import fold

NAMES: Final[dict[str, str]] = {
    "number": "stt|tt|so tt|so thu tu|no|#",
    "code": "ma tram|ma tram bts|ma site|site id|siteid|site|ma|code|site code|ma nha tram|ma diem|ma tai san|ma dia diem|"
    "ma so|ma so tram|ma bts|ma vi tri|ma tram moi|ma tu|ma tuyen|ma be|ma ho ga|so hieu|ky hieu|ma tram goc|ma node|"
    "ma csht|ma co so ha tang|csht|ma ha tang",
    "alt_codes": "ma khac|ma cu|ma tram cu|ma 2g|ma 3g|ma 4g|ma 5g|ma tram 2g|ma tram 3g|ma tram 4g|ma tram 5g|2g|3g|4g|5g|"
    "site 2g|site 3g|site 4g|site 5g|ma nodeb|ma enodeb|nodeb|enodeb|gnodeb|ma cell|ten tram tren he thong",
    "name": "ten tram|ten|ten csht|ten site|ten nha tram|ten diem|ten dia diem|name|site name|ten tram bts|ten co so ha tang|"
    "ten vi tri|ten tuyen|ten tu|ten tai san|ten don vi tram|dia diem|ten goi|ten tram goi nho|ten co so",
    "types": "loai|loai tram|loai hinh|type|loai csht|loai hinh csht|loai tai san|loai site|loai dia diem|chung loai|loai hinh tram",
    "structure": "kieu nha tram|loai nha tram|kieu nha|nha tram|loai nha|kieu tram|ket cau nha tram|kien truc",
    "importance": "phan loai tram|phan loai|muc do quan trong|do quan trong|cap tram|hang tram|muc uu tien",
    "sharing": "dung chung ha tang|dung chung|dung chung csht|chia se ha tang|chia se",
    "address": "dia chi|dia chi tram|dia chi lap dat|address|vi tri lap dat|dia chi chi tiet|thon|thon xom|thon pho|"
    "noi dat|dia diem lap dat",
    "commune": "xa moi|phuong moi|xa phuong moi|phuong xa moi|xa phuong sau sap nhap|xa sau sap nhap|dvhc moi|don vi hanh chinh moi|"
    "xa phuong sau sap xep|xa phuong hien nay|ten xa moi|xa phuong tu 01 7 2025|xa phuong tu 1 7 2025",
    "old_commune": "xa cu|phuong cu|xa phuong cu|phuong xa cu|xa phuong truoc sap nhap|xa truoc sap nhap|dvhc cu|"
    "xa phuong truoc sap xep|xa phuong thi tran cu|xa phuong thi tran|xa thi tran",
    "any_commune": "xa|phuong|xa phuong|phuong xa|xa p tt|xa phuong tt|commune|ward|ten xa|don vi hanh chinh|dvhc|"
    "xa p|p xa|don vi cap xa|ten xa phuong|dia ban xa|dia ban",
    "old_district": "huyen|quan huyen|district|huyen tp|huyen tx tp|huyen thi|huyen thi xa thanh pho|quan huyen cu|"
    "huyen cu|huyen tx tp cu|ten huyen|huyen thanh pho|huyen thi thanh pho|tp tx huyen|quan|huyen tp tx|huyen thi tp|"
    "dia ban huyen",
    "commune_code": "ma xa|ma phuong|ma xa phuong|ma phuong xa|ma dvhc|ma don vi hanh chinh",
    "lat": "vi do|lat|latitude|vi tuyen|vido|toa do vi do|toa do lat|vi do n|y",
    "lon": "kinh do|long|lon|lng|longitude|kinh tuyen|kinhdo|toa do kinh do|toa do long|kinh do e|x",
    "position": "toa do|toa do gps|gps|lat long|lat lon|latlong|vi do kinh do|kinh do vi do|toa do lat long|location|"
    "toa do vi do kinh do|toa do kinh do vi do|vi tri|lat lng|toa do tram",
    "owner": "chu so huu|chu quan|chu so huu chu quan|don vi chu quan|so huu|hinh thuc so huu|chu dau tu|nguon goc",
    "unit": "don vi quan ly|don vi|ten don vi|ttvt|trung tam vien thong|to ky thuat|don vi van hanh|to quan ly|unit|to vien thong|"
    "to ha tang|doi vien thong|don vi ql|don vi phu trach|trung tam",
    "keeper": "nguoi phu trach|nguoi quan ly|phu trach|ho ten|ho va ten|can bo phu trach|nhan vien phu trach|nv phu trach|nguoi ql|nhan vien quan ly|"
    "can bo quan ly|ho ten nguoi phu trach|nguoi trong coi|nhan vien|nvql|dau moi|nguoi phu trach sdt",
    "keeper_phone": "dien thoai|so dien thoai|sdt|dt|phone|so dt|di dong|mobile|dien thoai lien he|sdt lien he|"
    "so dien thoai nguoi phu trach|sdt nguoi phu trach|dien thoai nguoi phu trach|tel|lien he",
    "police_unit": "cong an|cong an xa|cong an xa phuong|cong an phuong|cong an phu trach|cong an xa phuong phu trach|ca xa|ca xa phuong|"
    "don vi cong an|cong an phuong xa",
    "floor_area": "dien tich|dien tich san|dt san|area|dien tich nha|dien tich su dung|dien tich xay dung",
    "storeys": "so tang|tang|floors|so tang nha",
    "fire_group": "nhom theo nd 105|nhom|nhom pccc|phu luc|nhom co so|dien quan ly pccc|nhom theo nghi dinh 105|nhom nd 105|"
    "phan nhom pccc|nhom 105",
    "fire_category": "hang nguy hiem chay no|hang nguy hiem chay|hang san xuat|hang chay no|hang nguy hiem",
    "fire_manager": "co quan quan ly pccc|quan ly pccc|cq quan ly pccc|cap quan ly pccc|co quan ql pccc",
    "tower_type": "loai cot|kieu cot|loai cot anten|loai cot ang ten|tower type|loai tru|kieu cot anten|cot",
    "tower_height": "chieu cao|chieu cao cot|do cao cot|cao cot|do cao|height|chieu cao anten|chieu cao cot anten|cot cao|do cao anten",
    "power": "nguon|nguon dien|power|cap nguon|nguon cap|may no ac quy|he thong nguon",
    "manned": "co nguoi truc|nguoi truc|truc|co nguoi|tram co nguoi",
    "has_secrets": "bmnn|co luu giu bmnn|luu giu bmnn|bi mat nha nuoc|co bmnn|luu giu bi mat nha nuoc|co luu giu bi mat nha nuoc",
    "start_date": "ngay hoat dong|ngay phat song|ngay su dung|ngay dua vao su dung|ngay khai thac|nam su dung|nam hoat dong|ngay hd|"
    "thoi gian hoat dong|nam dua vao su dung|ngay onair|on air|start date|ngay kich hoat|nam xay dung",
    "status": "trang thai|tinh trang|status|hien trang|trang thai hoat dong",
    "route_start": "diem dau|tu|tu diem|diem dau tuyen|bat dau",
    "route_end": "diem cuoi|den|den diem|diem cuoi tuyen|ket thuc",
    "length_m": "chieu dai|dai|do dai|chieu dai tuyen|length|cu ly",
    "note": "ghi chu|note|notes|remark|gc|luu y",
}
"""Field -> names. Three are readings that become others: number is dropped, any_commune and position are taken apart."""

FIELDS: Final = tuple(field for field in NAMES if field != "number")

_EXACT: Final = {name: field for field, names in NAMES.items() for name in names.split("|")}
_TAILS: Final = re.compile(r"\b(?:m2|m|kva|km|met|wgs ?84|wgs|decimal|do thap phan|thap phan|neu co|\d{1,2})$")
_STARTS: Final = (
    ("ma tram ", "alt_codes"),
    ("ten nguoi ", "keeper"),
    ("ten don vi ", "unit"),
    ("ten ", "name"),
    ("vi do ", "lat"),
    ("kinh do ", "lon"),
    ("toa do ", "position"),
    ("ghi chu ", "note"),
    ("dien thoai ", "keeper_phone"),
    ("sdt ", "keeper_phone"),
    ("so dien thoai ", "keeper_phone"),
    ("dien tich ", "floor_area"),
    ("chieu cao ", "tower_height"),
    ("ngay hoat dong ", "start_date"),
    ("cong an ", "police_unit"),
    ("dia chi ", "address"),
)
_LONGEST: Final = 60


@lru_cache(maxsize=8192)
def field_of(text: str) -> str | None:
    """The field that a column header names; None when it names none that is known."""
    if len(text) > 4 * _LONGEST:
        return None
    folded = fold(text)
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", folded)
    inside = " ".join(re.findall(r"\(([^)]*)\)", folded))
    for candidate in (folded, bare, inside if "moi" in inside or "cu" in inside.split() else ""):
        found = _EXACT.get(_words(candidate))
        if found:
            return found
    words = _words(bare)
    if inside and found_with(words, inside):
        return found_with(words, inside)
    shorter = _TAILS.sub("", words).strip()
    if shorter != words and shorter in _EXACT:
        return _EXACT[shorter]
    if len(words) <= _LONGEST:
        for start, field in _STARTS:
            if words.startswith(start):
                return field
    return _EXACT.get(_words(inside)) if inside else None


def found_with(words: str, inside: str) -> str | None:
    """'Xã/phường (mới)' and '(cũ)': the word in brackets decides between the fields."""
    if _EXACT.get(words) in ("any_commune", "old_commune", "commune") and inside.strip() in ("moi", "cu"):
        return "commune" if inside.strip() == "moi" else "old_commune"
    return _EXACT.get(words)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9#]+", text))
