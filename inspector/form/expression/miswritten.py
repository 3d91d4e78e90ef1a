"""Expressions written as in Excel or in a programming language: what was most likely meant."""

from __future__ import annotations

import re
from typing import Final

from inspector.form.expression.grammar import SyntaxProblem, parse

_MEANT: Final = (
    (r"==", "="), (r"=>", ">="), (r"=<", "<="), (r"<>", "!="), (r"\s*&&\s*", " and "), (r"\s*\|\|\s*", " or "),
    (r"\bAND\b", "and"), (r"\bOR\b", "or"), (r"(?<=\d),(?=\d)", "."),
)  # fmt: skip
_LONG: Final = 500


def meant(text: str) -> str | None:
    """The expression with the signs of this language, if that mends it; None when it does not."""
    if len(text) > _LONG:
        return None
    for wrong, right in _MEANT:
        text = re.sub(wrong, right, text)
        try:
            parse(text)
        except SyntaxProblem:
            continue
        return text
    return None
