"""A form with every control, event and kind of list, and its attachments."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from inspector.form import Form, load

XML: Final = (Path(__file__).parents[1] / "data" / "form" / "everything.xml").read_text("utf-8")
RESOURCES: Final = {
    "jr://file-csv/towns.csv": '\ufeffname;label\nhn;Hà Nội\n"hue";"Huế;\ncố đô"\n',
    "jr://file/sites.geojson": (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "s1", "properties": {"title": "Trạm 1"},'
        ' "geometry": {"type": "Point", "coordinates": [105.8, 21.0]}}]}'
    ),
    "jr://file/zones.xml": (
        "<root><item><name>bd</name><label>Ba Đình</label><town>hn</town></item>"
        "<item><name>px</name><label>Phú Xuân</label><town>hue</town></item></root>"
    ),
    "jr://instance/last-saved": '<all id="everything"><name>hôm qua</name></all>',
}


@cache
def everything() -> Form:
    """The form."""
    return load(XML, resources=RESOURCES)
