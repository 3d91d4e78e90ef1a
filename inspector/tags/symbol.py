"""
What a QR symbol looks like, quickly: version and mask are fixed, so all that is the same in every symbol is made once.

`qrcode` gives the frame of a version (finders, timing, format) and the tables of the standard; only the words of the
payload, their error correction and the way they are laid into the frame are worked out for each tag.
Source: ISO/IEC 18004; `tests/tags` holds every symbol against that of `qrcode` itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

MASK: Final = 2
_SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_PADS: Final = (0xEC, 0x11)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What symbols of one version and level share."""

    side: int
    cells: bytes
    """One byte a module, row by row, as it is when every bit of the words is nought."""
    order: tuple[int, ...]
    """Module of each bit of the words."""
    blocks: tuple[tuple[int, int], ...]
    """Words of data and of error correction in each block."""


def modules(text: str, level: str = "Q") -> list[list[bool]]:
    """Rows of modules, True is dark, without the quiet zone; the smallest version that holds the text."""
    from qrcode import util

    plain = all(sign in _SIGNS for sign in text)
    mode = util.MODE_ALPHA_NUM if plain else util.MODE_8BIT_BYTE
    said = text if plain else text.encode()
    bits = _alphanumeric(text) if plain else "".join(f"{byte:08b}" for byte in text.encode())
    for version in range(2, 41):
        count = util.length_in_bits(mode, version)
        room = util.BIT_LIMIT_TABLE[_correction(level)][version]
        if 4 + count + len(bits) <= room:
            return _laid(f"{mode:04b}{len(said):0{count}b}{bits}", room, version, level)
    raise ValueError(text[:40])


def _alphanumeric(text: str) -> str:
    values = [_SIGNS.index(sign) for sign in text]
    pairs = "".join(f"{first * 45 + second:011b}" for first, second in zip(values[::2], values[1::2], strict=False))
    return pairs + (f"{values[-1]:06b}" if len(values) % 2 else "")


def _laid(bits: str, room: int, version: int, level: str) -> list[list[bool]]:
    frame = _frame(version, level)
    bits += "0" * min(4, room - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = [int(bits[start : start + 8], 2) for start in range(0, len(bits), 8)]
    words += [_PADS[number % 2] for number in range(room // 8 - len(words))]
    cells = bytearray(frame.cells)
    stream = "".join(f"{word:08b}" for word in _interleaved(words, frame.blocks))
    for place, bit in zip(frame.order, stream, strict=False):
        if bit == "1":
            cells[place] ^= 1
    side = frame.side
    return [list(map(bool, cells[start : start + side])) for start in range(0, side * side, side)]


def _interleaved(words: list[int], blocks: tuple[tuple[int, int], ...]) -> list[int]:
    data, checks, start = [], [], 0
    for count, check in blocks:
        part = words[start : start + count]
        data.append(part)
        checks.append(_remainder(part, check))
        start += count
    return [
        part[index]
        for parts in (data, checks)
        for index in range(max(map(len, parts)))
        for part in parts
        if index < len(part)
    ]


def _remainder(words: list[int], count: int) -> list[int]:
    """Reed-Solomon words: the remainder of the data by the generator, all `count` of them in one number."""
    factors = _factors(count)
    high = 8 * (count - 1)
    low = (1 << high) - 1
    rest = 0
    for word in words:
        rest = (rest & low) << 8 ^ factors[word ^ rest >> high]
    return list(rest.to_bytes(count, "big"))


@cache
def _factors(count: int) -> tuple[int, ...]:
    """The generator times each field element, its leading term left out."""
    from qrcode import base

    generator = [1]
    for power in range(count):
        root = base.gexp(power)
        longer = [*generator, 0]
        for index, value in enumerate(generator):
            if value:
                longer[index + 1] ^= base.gexp(base.glog(value) + base.glog(root))
        generator = longer
    logs = [base.glog(value) if value else None for value in generator[1:]]
    found = [0]
    for element in range(1, 256):
        own = base.glog(element)
        found.append(int.from_bytes(bytes(0 if log is None else base.gexp(own + log) for log in logs), "big"))
    return tuple(found)


@cache
def _frame(version: int, level: str) -> _Frame:
    import qrcode
    from qrcode import base, util

    correction = _correction(level)
    symbol = qrcode.QRCode(version=version, error_correction=correction, border=0, mask_pattern=MASK)
    side = symbol.modules_count = version * 4 + 17
    symbol.modules = [[None] * side for _row in range(side)]
    for row, column in ((0, 0), (side - 7, 0), (0, side - 7)):
        symbol.setup_position_probe_pattern(row, column)
    symbol.setup_position_adjust_pattern()
    symbol.setup_timing_pattern()
    symbol.setup_type_info(False, MASK)
    if version >= 7:
        symbol.setup_type_number(False)
    masked = util.mask_func(MASK)
    order = [row * side + column for row, column in _walk(side) if symbol.modules[row][column] is None]
    cells = bytes(
        bool(masked(row, column)) if symbol.modules[row][column] is None else bool(symbol.modules[row][column])
        for row in range(side)
        for column in range(side)
    )
    blocks = tuple((one.data_count, one.total_count - one.data_count) for one in base.rs_blocks(version, correction))
    return _Frame(side, cells, tuple(order), blocks)


def _walk(side: int) -> list[tuple[int, int]]:
    """Row and column of every module in the order in which words are laid: up and down, two columns at a time."""
    found = []
    upward = True
    for right in range(side - 1, 0, -2):
        column = right - (right <= 6)  # the upright timing line is left out
        rows = range(side - 1, -1, -1) if upward else range(side)
        found += [(row, column - step) for row in rows for step in (0, 1)]
        upward = not upward
    return found


def _correction(level: str) -> int:
    import qrcode

    levels: dict[str, int] = {"Q": qrcode.constants.ERROR_CORRECT_Q, "H": qrcode.constants.ERROR_CORRECT_H}
    return levels[level]
