"""What two laptops say differently, and nobody has decided yet, is printed in words."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from inspector.model import DISPUTED


def in_words(data: Any, words: str) -> Any:
    """The same data with `words` wherever a text is, or holds, the sign of a field whose heads differ."""
    if isinstance(data, str):
        return data.replace(DISPUTED, words) if type(data) is str and DISPUTED in data else data
    if is_dataclass(data) and not isinstance(data, type):
        changed = {
            field.name: new
            for field in fields(data)
            if field.init and (new := in_words(old := getattr(data, field.name), words)) is not old
        }
        return replace(data, **changed) if changed else data
    if isinstance(data, tuple | list):
        made = [in_words(one, words) for one in data]
        return type(data)(made) if any(new is not old for new, old in zip(made, data, strict=True)) else data
    if isinstance(data, dict):
        held = {key: in_words(value, words) for key, value in data.items()}
        return held if any(held[key] is not data[key] for key in data) else data
    return data
