"""
The colours and measures of the window, as data: light, dark, and both again in high contrast. Pure; contrast is
computed here so that a test can hold it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True)
class Tokens:
    """One look. Every field but `dark` is a colour as #rrggbb."""

    dark: bool
    bg: str
    surface: str
    line: str
    ink: str
    ink2: str
    ink3: str
    brand: str
    brand_ground: str
    on_brand: str
    passed: str
    passed_ground: str
    failed: str
    failed_ground: str
    warn: str
    warn_ground: str
    na: str
    na_ground: str
    on_solid: str

    def ink_of(self, tone: str) -> str:
        """The colour in which a tone writes: pass, fail, warn, na, brand, plain."""
        return str(getattr(self, _TONES[tone][0]))

    def ground_of(self, tone: str) -> str:
        """The ground on which a tone writes."""
        return str(getattr(self, _TONES[tone][1]))

    def solid_ink_of(self, tone: str) -> str:
        """What is written on the tone's own colour, as on a chosen segment."""
        return self.on_brand if tone == "brand" else self.on_solid


_TONES: Final = {
    "pass": ("passed", "passed_ground"),
    "fail": ("failed", "failed_ground"),
    "warn": ("warn", "warn_ground"),
    "na": ("na", "na_ground"),
    "brand": ("brand", "brand_ground"),
    "plain": ("ink2", "na_ground"),
}
TONES: Final = tuple(_TONES)

LIGHT: Final = Tokens(
    dark=False,
    bg="#f4f6f8",
    surface="#ffffff",
    line="#dde3ea",
    ink="#16212e",
    ink2="#52606f",
    ink3="#5f6c7b",
    brand="#0f5c8c",
    brand_ground="#e6f0f7",
    on_brand="#ffffff",
    passed="#167343",
    passed_ground="#e5f4ec",
    failed="#b3261e",
    failed_ground="#fcebea",
    warn="#8a5a00",
    warn_ground="#fdf3dc",
    na="#5b6673",
    na_ground="#eceff3",
    on_solid="#ffffff",
)
DARK: Final = Tokens(
    dark=True,
    bg="#10161d",
    surface="#18212b",
    line="#2b3744",
    ink="#e8eef4",
    ink2="#aab7c4",
    ink3="#8d9baa",
    brand="#5fb2e6",
    brand_ground="#173246",
    on_brand="#06263b",
    passed="#5fcf95",
    passed_ground="#14342a",
    failed="#ff8a80",
    failed_ground="#41201f",
    warn="#f2c265",
    warn_ground="#3a2e14",
    na="#a6b2bf",
    na_ground="#26313d",
    on_solid="#10161d",
)
CONTRAST_LIGHT: Final = Tokens(
    dark=False,
    bg="#ffffff",
    surface="#ffffff",
    line="#3a434d",
    ink="#000000",
    ink2="#1d242c",
    ink3="#2b333c",
    brand="#003a66",
    brand_ground="#dcecf8",
    on_brand="#ffffff",
    passed="#00461f",
    passed_ground="#ddf3e6",
    failed="#7d0a05",
    failed_ground="#fbe3e1",
    warn="#543600",
    warn_ground="#fbeccb",
    na="#2b333c",
    na_ground="#e6eaee",
    on_solid="#ffffff",
)
CONTRAST_DARK: Final = Tokens(
    dark=True,
    bg="#000000",
    surface="#000000",
    line="#a9b6c3",
    ink="#ffffff",
    ink2="#e6edf4",
    ink3="#d3dde6",
    brand="#9bd6ff",
    brand_ground="#0a2536",
    on_brand="#00131f",
    passed="#8df0bd",
    passed_ground="#06251a",
    failed="#ffb4ad",
    failed_ground="#351210",
    warn="#ffdc96",
    warn_ground="#2c2108",
    na="#d3dde6",
    na_ground="#1a222a",
    on_solid="#000000",
)
LOOKS: Final = {"light": LIGHT, "dark": DARK, "contrast-light": CONTRAST_LIGHT, "contrast-dark": CONTRAST_DARK}

GRID: Final = 4
CARD_RADIUS: Final = 10
CONTROL_RADIUS: Final = 8
CONTROL_HEIGHT: Final = 40
ROW_HEIGHT: Final = 40
CHIP_HEIGHT: Final = 26
TEXT_PX: Final = 14
TITLE_PX: Final = 18
SMALL_PX: Final = 12


def text_pairs(tokens: Tokens) -> list[tuple[str, str, str]]:
    """Every pair of text and ground that the window shows: (what, text colour, ground colour)."""
    pairs = [
        (f"{ink} on {ground}", getattr(tokens, ink), getattr(tokens, ground))
        for ink in ("ink", "ink2", "ink3")
        for ground in ("bg", "surface")
    ]
    for tone in TONES:
        pairs.append((f"{tone} on its ground", tokens.ink_of(tone), tokens.ground_of(tone)))
        pairs.append((f"{tone} on surface", tokens.ink_of(tone), tokens.surface))
        pairs.append((f"{tone} on bg", tokens.ink_of(tone), tokens.bg))
        pairs.append((f"ink on {tone} ground", tokens.ink, tokens.ground_of(tone)))
        pairs.append((f"ink2 on {tone} ground", tokens.ink2, tokens.ground_of(tone)))
        pairs.append((f"ink3 on {tone} ground", tokens.ink3, tokens.ground_of(tone)))
        if tone != "plain":
            pairs.append((f"text on solid {tone}", tokens.solid_ink_of(tone), tokens.ink_of(tone)))
    return pairs


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` in it."""
    parts = (round(int(one[i : i + 2], 16) * (1 - share) + int(other[i : i + 2], 16) * share) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


def as_fields(tokens: Tokens) -> dict[str, str]:
    """The colours by name, for a stylesheet."""
    return {field.name: str(getattr(tokens, field.name)) for field in fields(tokens) if field.name != "dark"}


def _luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
