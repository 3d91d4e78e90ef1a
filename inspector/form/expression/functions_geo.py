"""
Functions on places: distance along a line, area of a shape, whether a point lies in a shape.

The Earth is a ball of 6,378,100 m; results are rounded to a hundredth of a metre, as every client of the format does.
"""

from __future__ import annotations

import itertools
import math
import re
from typing import Final

from inspector.form.expression.functions import each
from inspector.form.expression.library import ExpressionFailure, function
from inspector.form.expression.values import Value, to_string
from inspector.i18n import N_

RADIUS_M: Final = 6_378_100.0
Point = tuple[float, float]


def point(text: str) -> Point | None:
    """Latitude and longitude in degrees of a geopoint (two to four numbers); None when it is none."""
    parts = text.split()
    if not 2 <= len(parts) <= 4:
        return None
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    latitude, longitude = numbers[:2]
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return latitude, longitude


def trace(texts: list[str]) -> list[Point] | None:
    """The points of one geotrace or geoshape, or of several geopoints; None when any is none or there are fewer than two."""
    if len(texts) == 1:
        texts = re.split(r"\s*;\s*", re.sub(r"(\s*;)+$", "", texts[0].strip()))
    points = [point(text) for text in texts]
    found = [one for one in points if one is not None]
    return found if len(found) == len(points) >= 2 else None


@function("area", "v", "number")
def _area(value: Value) -> float:
    points = trace([to_string(one) for one in each(value)])
    if points is None or len(points) < 3:
        return 0.0
    if points[0] != points[-1]:
        points = [*points, points[0]]
    total = 0.0
    for (south, west), (north, east) in itertools.pairwise(points):
        total += math.radians(east - west) * (2 + math.sin(math.radians(north)) + math.sin(math.radians(south)))
    return _rounded(abs(total * RADIUS_M * RADIUS_M / 2))


@function("distance", "v v*", "number")
def _distance(*values: Value) -> float:
    texts = [to_string(one) for value in values for one in each(value)]
    points = trace(texts)
    if points is None:
        if all(value.__class__ is list for value in values) and all(not text.strip() or point(text) for text in texts):
            return 0.0  # questions that are not answered yet
        raise ExpressionFailure(N_("distance() needs places: points of latitude and longitude."))
    total = 0.0
    for (south, west), (north, east) in itertools.pairwise(points):
        one, two = math.radians(south), math.radians(north)
        cosine = math.sin(one) * math.sin(two) + math.cos(one) * math.cos(two) * math.cos(math.radians(west - east))
        total += math.acos(max(-1.0, min(1.0, cosine))) * RADIUS_M
    return _rounded(total)


@function("geofence", "s s", "boolean")
def _geofence(place: str, shape: str) -> bool:
    at, corners = point(place), trace([shape])
    if at is None or corners is None or corners[0] != corners[-1]:
        return False
    inside = False
    for (lat1, lon1), (lat2, lon2) in itertools.pairwise(corners):
        if (lat2 > at[0]) != (lat1 > at[0]) and at[1] < (lon1 - lon2) * (at[0] - lat2) / (lat1 - lat2) + lon2:
            inside = not inside
    return inside


def _rounded(number: float) -> float:
    return math.floor(number * 100 + 0.5) / 100
