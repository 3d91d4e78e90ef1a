"""
Secondary instances: lists inside the form, and attached CSV, XML and GeoJSON files, all as trees of Elements.

Files come through `resources`, by their address in the form. There is no other way to a file: what is not given is missing.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from inspector.form import markup
from inspector.form.expression.values import number_text
from inspector.form.markup import Element
from inspector.form.problems import FormError, problem
from inspector.i18n import N_

Resources = Mapping[str, bytes | str] | Callable[[str], bytes | str | None]

MAX_LENGTH: Final = 16_000_000
MAX_CELLS: Final = 1_000_000

_MISSING: Final = N_("The attached file {address} is missing.")
_ADDRESS: Final = N_("{address} is no attached file of the form; only addresses beginning with jr:// are read.")
_JSON: Final = N_("{address} is not GeoJSON: {reason}")
_CSV: Final = N_("{address} is not a table: {reason}")
_LONG: Final = N_("{address} is longer than {limit} characters.")
_LARGE: Final = N_("{address} is larger than {limit} cells.")


def inline(instance: Any) -> Element:
    """An <instance> of the form with its content."""
    return markup.light(instance)


def external(name: str, address: str, resources: Resources | None, *, missing_is_empty: bool) -> Element:
    """
    An attached file as a secondary instance.

    Raises:
        FormError: it is missing, outside of the form's folder, or not what its name says.
    """
    if not address.startswith("jr://") or ".." in address.split("/"):
        raise FormError([problem("form.resource.address", _ADDRESS, address=address, place=name)])
    data = _fetch(address, resources)
    if data is None:
        if missing_is_empty or address == "jr://instance/last-saved":
            return Element("instance")
        raise FormError([problem("form.resource.missing", _MISSING, address=address, place=name)])
    if len(data) > MAX_LENGTH:
        raise FormError([problem("form.resource.large", _LONG, address=address, limit=MAX_LENGTH, place=name)])
    lowered = address.lower()
    if lowered.endswith(".csv"):
        return _table(data, address)
    start = data.lstrip("﻿ \t\r\n")[:1]
    if lowered.endswith((".geojson", ".json")) or start == "{":
        return _geojson(data, address)
    if start == "<" or lowered.endswith(".xml"):
        made = Element("instance")
        made.children.append(markup.light(markup.read(data, what=address), made))
        return made
    return _table(data, address)


def _fetch(address: str, resources: Resources | None) -> str | None:
    if resources is None:
        return None
    found = resources(address) if callable(resources) else resources.get(address)
    if found is None:
        return None
    if isinstance(found, str):
        return found
    for encoding in ("utf-8-sig", "utf-16" if found[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1258"):
        try:
            return found.decode(encoding)
        except UnicodeDecodeError:
            continue
    return found.decode("utf-8", "replace")


def _table(data: str, address: str) -> Element:
    """CSV: the separator is found by looking, quotes may hold line breaks, a byte order mark is dropped."""
    data = data.lstrip("﻿")
    head = _head(data)
    separator = max((",", ";", "\t", "|"), key=head.count) if head else ","
    instance = Element("instance")
    root = instance.add("root")
    cells = 0
    try:
        csv.field_size_limit(1_000_000)
        rows = csv.reader(io.StringIO(data, newline=""), delimiter=separator)
        names = [_column(cell) for cell in next(rows, [])]
        for row in rows:
            if not any(cell for cell in row):
                continue
            cells += len(row)
            if cells > MAX_CELLS:
                raise FormError([problem("form.resource.large", _LARGE, address=address, limit=MAX_CELLS)])
            item = root.add("item")
            for at, column in enumerate(names):
                if column:
                    item.add(column, row[at] if at < len(row) else "")
    except csv.Error as error:
        raise FormError([problem("form.resource.csv", _CSV, address=address, reason=str(error))]) from None
    return instance


def _head(data: str) -> str:
    """The first line, without what is quoted in it."""
    kept: list[str] = []
    quoted = False
    for sign in data[:10_000]:
        if sign == '"':
            quoted = not quoted
        elif sign in "\r\n" and not quoted:
            break
        elif not quoted:
            kept.append(sign)
    return "".join(kept)


def _column(cell: str) -> str:
    return cell.strip()


def _geojson(data: str, address: str) -> Element:
    """A FeatureCollection: each feature is an item with its properties, its id and its `geometry` as places."""
    try:
        read = json.loads(data.lstrip("﻿"))
    except (ValueError, RecursionError) as error:
        raise FormError([problem("form.resource.json", _JSON, address=address, reason=str(error))]) from None
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or (isinstance(read, dict) and read.get("type") != "FeatureCollection"):
        raise FormError([problem("form.resource.json", _JSON, address=address, reason="FeatureCollection")])
    instance = Element("instance")
    root = instance.add("root")
    for feature in features:
        if not isinstance(feature, dict):
            raise FormError([problem("form.resource.json", _JSON, address=address, reason="Feature")])
        item = root.add("item")
        geometry = feature.get("geometry")
        if isinstance(geometry, dict):
            item.add("geometry", _places(geometry, address))
        properties = feature.get("properties")
        for key, value in properties.items() if isinstance(properties, dict) else ():
            item.add(str(key), _json_text(value))
        if feature.get("id") is not None and item.value("id") is None:
            item.add("id", _json_text(feature["id"]))
    return instance


def _places(geometry: dict[str, Any], address: str) -> str:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    try:
        if kind == "Point":
            return _place(coordinates)
        if kind == "LineString":
            return ";".join(_place(one) for one in coordinates or ())
        if kind == "Polygon":
            return ";".join(_place(one) for one in (coordinates or [[]])[0])
    except (TypeError, ValueError, IndexError, KeyError):
        pass
    raise FormError([problem("form.resource.json", _JSON, address=address, reason=f"geometry {kind}")])


def _place(pair: Any) -> str:
    longitude, latitude = float(pair[0]), float(pair[1])
    return f"{number_text(latitude)} {number_text(longitude)} 0 0"


def _json_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(float(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
