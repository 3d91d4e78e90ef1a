"""
The values of expressions and how one kind becomes another.

    str, float, bool       as they are
    Moment                 a date or time; counts as a number of days
    list of nodes          a node-set; its text is that of its first node

Numbers are written as ECMAScript writes them (the shortest digits that read back the same); a number that is none is
written as empty text.
"""

from __future__ import annotations

import math
import re
from datetime import tzinfo
from typing import Any, Final, Protocol

from inspector.form.expression import dates
from inspector.form.expression.dates import Moment

Value = Any
NAN: Final = float("nan")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_SPACE: Final = " \t\r\n"


class XNode(Protocol):
    """What a path may walk over: the primary instance, secondary instances, any document."""

    sort: str
    local: str
    namespace: str
    relevant: bool

    def string(self) -> str:
        """The node's text."""

    def up(self) -> XNode | None:
        """Its parent."""

    def down(self) -> list[Any]:
        """Its children of every kind."""

    def attributes(self) -> list[Any]:
        """Its attributes."""

    def name(self) -> str:
        """Its name with the prefix."""


def number_text(number: float) -> str:
    """A number as forms write it: NaN is empty, no minus before zero, no point behind whole numbers."""
    if number != number:
        return ""
    if number in (math.inf, -math.inf):
        return "Infinity" if number == math.inf else "-Infinity"
    if number == int(number) and abs(number) < 1e16:
        return str(int(number))
    text = repr(number)
    if "e" not in text:
        return text
    mantissa, _, exponent = text.partition("e")
    power, small = int(exponent), exponent.startswith("-")
    if small and power > -7:
        sign, digits = ("-", mantissa[1:]) if mantissa[0] == "-" else ("", mantissa)
        return f"{sign}0.{'0' * (-power - 1)}{digits.replace('.', '')}"
    if not small and power < 21:
        sign, digits = ("-", mantissa[1:]) if mantissa[0] == "-" else ("", mantissa)
        return sign + digits.replace(".", "").ljust(power + 1, "0")
    if mantissa.endswith(".0"):
        mantissa = mantissa[:-2]
    return f"{mantissa}e{'-' if small else '+'}{abs(power)}"


def text_number(text: str, zone: tzinfo | None = None) -> float:
    """The number a text says; a date says its days; anything else is NaN."""
    try:
        # The short way for what stands in forms nearly always. Python also reads "1_0", "nan" and "inf".
        number = float(text)
        if text[-1] in "0123456789" and "_" not in text:
            return number
    except ValueError:
        number = NAN
    except IndexError:
        return NAN
    text = text.strip(_SPACE)
    if _NUMBER.fullmatch(text):
        return float(text)
    if text in ("Infinity", "-Infinity"):
        return float(text)
    if len(text) >= 10 and text[4] == "-":
        at = dates.parse(text, zone)
        if at is not None:
            return dates.days(at)
    return NAN


def to_number(value: Value, zone: tzinfo | None = None) -> float:
    """Any value as a number."""
    if value.__class__ is float:
        return value
    if value.__class__ is str:
        return text_number(value, zone)
    if value.__class__ is bool:
        return 1.0 if value else 0.0
    if value.__class__ is list:
        return text_number(value[0].string(), zone) if value else NAN
    return value.days  # type: ignore[no-any-return]


def to_string(value: Value) -> str:
    """Any value as text."""
    if value.__class__ is str:
        return value
    if value.__class__ is float:
        return number_text(value)
    if value.__class__ is bool:
        return "true" if value else "false"
    if value.__class__ is list:
        return value[0].string() if value else ""
    return value.text  # type: ignore[no-any-return]


def to_boolean(value: Value) -> bool:
    """Any value as a truth: a node-set is true when it has a node, a number when it is neither zero nor NaN."""
    if value.__class__ is bool:
        return value
    if value.__class__ is float:
        return value == value and value != 0.0
    if value.__class__ is str:
        return value != ""
    if value.__class__ is list:
        return bool(value)
    return value.at is not None and value.days != 0.0


def is_number(value: Value) -> bool:
    """Whether the value is of the number kind; dates are."""
    return value.__class__ is float or isinstance(value, Moment)


def equal(left: Value, right: Value, zone: tzinfo | None = None) -> bool:
    """`=` of XPath: true when some pair is equal."""
    if left.__class__ is list or right.__class__ is list:
        return _sets(left, right, _same, zone)
    return _same(left, right, zone)


def unequal(left: Value, right: Value, zone: tzinfo | None = None) -> bool:
    """`!=` of XPath: true when some pair differs, which is not the contrary of `=`."""
    if left.__class__ is list or right.__class__ is list:
        return _sets(left, right, lambda one, two, at: not _same(one, two, at), zone)
    return not _same(left, right, zone)


def _same(left: Value, right: Value, zone: tzinfo | None) -> bool:
    if left.__class__ is str and right.__class__ is str:
        return bool(left == right)
    if left.__class__ is bool or right.__class__ is bool:
        return to_boolean(left) == to_boolean(right)
    return to_number(left, zone) == to_number(right, zone)


def _sets(left: Value, right: Value, test: Any, zone: tzinfo | None) -> bool:
    if left.__class__ is bool or right.__class__ is bool:
        return bool(test(to_boolean(left), to_boolean(right), zone))
    lefts = [node.string() for node in left] if left.__class__ is list else [left]
    rights = [node.string() for node in right] if right.__class__ is list else [right]
    return any(test(one, two, zone) for one in lefts for two in rights)


def related(op: str, left: Value, right: Value, zone: tzinfo | None = None) -> bool:
    """`<`, `<=`, `>`, `>=` of XPath: both sides become numbers."""
    lefts = [text_number(node.string(), zone) for node in left] if left.__class__ is list else [to_number(left, zone)]
    rights = (
        [text_number(node.string(), zone) for node in right] if right.__class__ is list else [to_number(right, zone)]
    )
    if op == "<":
        return any(one < two for one in lefts for two in rights)
    if op == "<=":
        return any(one <= two for one in lefts for two in rights)
    if op == ">":
        return any(one > two for one in lefts for two in rights)
    return any(one >= two for one in lefts for two in rights)
