"""Functions on texts, truths, numbers and choices. Those on node-sets, dates and places have modules of their own."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import re
import uuid as _uuid
from typing import Any, Final

from inspector.form.expression import patterns
from inspector.form.expression.library import Context, ExpressionFailure, Run, function
from inspector.form.expression.values import NAN, Value, to_boolean, to_number, to_string
from inspector.i18n import N_

_SPACE: Final = re.compile(r"[ \t\r\n]+")
MAX_TEXT: Final = 1_000_000


def words(text: str) -> list[str]:
    """The words of a list separated by white space."""
    return text.split()


def each(value: Value) -> list[Value]:
    """The members of a node-set as texts, or the value alone."""
    return [node.string() for node in value] if value.__class__ is list else [value]


# --- text -----------------------------------------------------------------------------------------------------------


@function("string", "v?", "string", contextual=True)
def _string(c: Context, *values: Value) -> str:
    return to_string(values[0]) if values else str(c.node.string())


@function("concat", "v*", "string")
def _concat(*values: Value) -> str:
    return _bounded("".join(to_string(one) for value in values for one in each(value)))


@function("concat", "s*", "string", core=True)
def _core_concat(*texts: str) -> str:
    """As plain XPath joins: of a node-set its first node alone."""
    return _bounded("".join(texts))


@function("join", "s v*", "string")
def _join(glue: str, *values: Value) -> str:
    return _bounded(glue.join(to_string(one) for value in values for one in each(value)))


@function("substr", "s n n?", "string")
def _substr(text: str, start: float, end: float | None = None) -> str:
    if start != start or (end is not None and end != end):
        return ""
    first, last = _whole(start), len(text) if end is None else _whole(end)
    first = max(first + len(text), 0) if first < 0 else first
    last = max(last + len(text), 0) if last < 0 else last
    return text[first:last]


@function("substring", "s n n?", "string")
def _substring(text: str, start: float, length: float | None = None) -> str:
    first = _half_up(start)
    if length is None:
        return "" if first != first else "".join(sign for at, sign in enumerate(text, 1) if at >= first)
    last = first + _half_up(length)
    return "".join(sign for at, sign in enumerate(text, 1) if first <= at < last)


@function("substring-before", "s s", "string")
def _substring_before(text: str, mark: str) -> str:
    before, found, _rest = text.partition(mark) if mark else ("", "", "")
    return before if found else ""


@function("substring-after", "s s", "string")
def _substring_after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


@function("translate", "s s s", "string")
def _translate(text: str, signs: str, others: str) -> str:
    table: dict[int, str | None] = {}
    for at, sign in enumerate(signs):
        table.setdefault(ord(sign), others[at] if at < len(others) else None)
    return text.translate(table)


@function("string-length", "v?", "number", contextual=True)
def _string_length(c: Context, *values: Value) -> float:
    return float(len(to_string(values[0]) if values else c.node.string()))


@function("normalize-space", "v?", "string", contextual=True)
def _normalize_space(c: Context, *values: Value) -> str:
    return _SPACE.sub(" ", to_string(values[0]) if values else c.node.string()).strip(" ")


@function("contains", "s s", "boolean")
def _contains(text: str, part: str) -> bool:
    return part in text


@function("starts-with", "s s", "boolean")
def _starts_with(text: str, part: str) -> bool:
    return text.startswith(part)


@function("ends-with", "s s", "boolean")
def _ends_with(text: str, part: str) -> bool:
    return text.endswith(part)


@function("uuid", "n?", "string")
def _uuid4(length: float | None = None) -> str:
    if length is None:
        return str(_uuid.uuid4())
    if length != length:
        raise ExpressionFailure(N_("uuid() needs a length that is a number."))
    wanted = max(0, min(_whole(length), 4096))
    return "".join(str(_uuid.uuid4()) for _ in range(wanted // 36 + 1))[:wanted]


_HASHES: Final = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@function("digest", "s s s?", "string")
def _digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    if algorithm not in _HASHES:
        raise ExpressionFailure(N_("digest() does not know the algorithm “{name}”."), name=algorithm)
    if encoding not in ("base64", "hex"):
        raise ExpressionFailure(N_("digest() does not know the encoding “{name}”."), name=encoding)
    found = hashlib.new(_HASHES[algorithm], text.encode(), usedforsecurity=False).digest()
    return found.hex() if encoding == "hex" else base64.b64encode(found).decode()


@function("base64-decode", "s", "string")
def _base64_decode(text: str) -> str:
    """The text that was encoded in UTF-8; what is no base64 gives no text, bytes that are no text a mark for each."""
    bare = _SPACE.sub("", text).rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode(errors="replace")
    except binascii.Error:
        return ""


@function("extract-signed", "s s", "string")
def _extract_signed(text: str, key: str) -> str:
    """The message inside a signed code (64 bytes of Ed25519 signature before it); empty when the seal does not hold."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        sealed = base64.b64decode(text, validate=True)
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(sealed[:64], sealed[64:])
        return sealed[64:].decode()
    except (binascii.Error, ValueError, InvalidSignature):
        return ""


@function("regex", "s s", "boolean")
def _regex(text: str, pattern: str) -> bool:
    return patterns.search(pattern, text)


# --- truth ----------------------------------------------------------------------------------------------------------


@function("true", "", "boolean")
def _true() -> bool:
    return True


@function("false", "", "boolean")
def _false() -> bool:
    return False


@function("not", "b", "boolean")
def _not(value: bool) -> bool:
    return not value


@function("boolean", "v", "boolean")
def _boolean(value: Value) -> bool:
    return to_boolean(value)


@function("boolean-from-string", "s", "boolean")
def _boolean_from_string(text: str) -> bool:
    return text in ("1", "true")


@function("if", "b v v", "any", lazy=True)
def _if(c: Context, condition: Run, then: Run, otherwise: Run) -> Value:
    return then(c) if condition(c) else otherwise(c)


@function("coalesce", "s s", "string", lazy=True)
def _coalesce(c: Context, first: Run, second: Run) -> str:
    return str(first(c) or second(c))


@function("once", "s", "string", lazy=True)
def _once(c: Context, value: Run) -> str:
    # The value that is kept, also while the question is not relevant.
    held = getattr(c.node, "value", None)
    return str((c.node.string() if held is None else held) or value(c))


@function("checklist", "n n v*", "boolean")
def _checklist(least: float, most: float, *values: Value) -> bool:
    if most == -1:
        if least < 1:
            return True
        most = math.inf
    held = sum(1 for value in values for one in each(value) if to_boolean(one))
    return least <= held <= most


@function("weighted-checklist", "n n v*", "boolean")
def _weighted_checklist(least: float, most: float, *values: Value) -> bool:
    if len(values) % 2:
        raise ExpressionFailure(N_("weighted-checklist() needs a weight for every value."))
    if most == -1:
        if least < 1:
            return True
        most = math.inf
    held = 0.0
    for value, weight in zip(values[::2], values[1::2], strict=True):
        results, weights = each(value), each(weight)
        if len(results) < len(weights):
            return False
        held += sum(
            to_number(each_weight) for result, each_weight in zip(results, weights, strict=False) if to_boolean(result)
        )
    return least <= held <= most


# --- numbers --------------------------------------------------------------------------------------------------------


@function("random", "", "number", contextual=True)
def _random(c: Context) -> float:
    return float(c.env.random())


@function("int", "n", "number")
def _int(number: float) -> float:
    return float(math.trunc(number)) if math.isfinite(number) else number


def _aggregate(c: Context, choose: Any, values: tuple[Value, ...]) -> float:
    numbers = [to_number(one, c.env.zone) for value in values for one in each(value)]
    if not numbers or any(number != number for number in numbers):
        return NAN
    return float(choose(numbers))


@function("max", "v*", "number", contextual=True)
def _max(c: Context, *values: Value) -> float:
    return _aggregate(c, max, values)


@function("min", "v*", "number", contextual=True)
def _min(c: Context, *values: Value) -> float:
    return _aggregate(c, min, values)


@function("round", "n n?", "number")
def _round(number: float, decimals: float = 0.0) -> float:
    """Half away from zero, to a number of decimals, which may be negative."""
    if decimals != decimals or not math.isfinite(number):
        return NAN if decimals != decimals else number
    factor = _power(10.0, float(_whole(decimals)))
    shifted = abs(number) * factor
    if not math.isfinite(shifted) or factor == 0:
        return number if factor else 0.0
    found = math.floor(shifted + 0.5) if shifted < 2**52 else shifted
    return math.copysign(found / factor, number) if found else 0.0


@function("round", "n", "number", core=True)
def _half_up(number: float) -> float:
    """As XPath 1.0 rounds: half towards positive infinity."""
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


@function("floor", "n", "number")
def _floor(number: float) -> float:
    return float(math.floor(number)) if math.isfinite(number) else number


@function("ceiling", "n", "number")
def _ceiling(number: float) -> float:
    return float(math.ceil(number)) if math.isfinite(number) else number


@function("abs", "n", "number")
def _abs(number: float) -> float:
    return abs(number)


@function("pow", "n n", "number")
def _pow(base: float, exponent: float) -> float:
    return NAN if base != base or exponent != exponent else _power(base, exponent)


@function("exp10", "n", "number")
def _exp10(exponent: float) -> float:
    return _power(10.0, exponent)


@function("pi", "", "number")
def _pi() -> float:
    return math.pi


@function("atan2", "n n", "number")
def _atan2(y: float, x: float) -> float:
    return math.atan2(y, x)


def _power(base: float, exponent: float) -> float:
    if abs(base) == 1 and math.isinf(exponent):
        return NAN
    try:
        found = base**exponent
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf
    except ZeroDivisionError:
        return math.inf
    return NAN if isinstance(found, complex) else float(found)


def _guarded(of: Any) -> Any:
    def answer(number: float) -> float:
        try:
            return float(of(number))
        except OverflowError:
            return math.inf
        except ValueError:
            return -math.inf if of in (math.log, math.log10) and number == 0 else NAN

    return answer


for _name in ("log", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "sqrt", "exp"):
    function(_name, "n", "number")(_guarded(getattr(math, _name)))


# --- choices --------------------------------------------------------------------------------------------------------


@function("selected", "s s", "boolean")
def _selected(chosen: str, value: str) -> bool:
    """Whether a choice is chosen; where none is, the empty text is."""
    return value.strip() in (words(chosen) or ("",))


@function("selected-at", "s n", "string")
def _selected_at(chosen: str, index: float) -> str:
    found = words(chosen)
    return found[int(index)] if index == index and 0 <= index < len(found) else ""


@function("count-selected", "s", "number")
def _count_selected(chosen: str) -> float:
    return float(len(words(chosen)))


@function("jr:choice-name", "s s", "string", contextual=True)
def _choice_name(c: Context, value: str, path: str) -> str:
    return str(c.env.choice_name(value, path, c))


_FAR: Final = 1e9


def _whole(number: float) -> int:
    return int(max(-_FAR, min(_FAR, number)))


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ExpressionFailure(N_("A calculated text grew beyond {limit} signs."), limit=MAX_TEXT)
    return text
