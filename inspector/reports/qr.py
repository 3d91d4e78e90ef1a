"""The QR symbol in the foot of a paper: fixed version and mask, so that the same words give the same picture."""

from __future__ import annotations


def modules(payload: str) -> list[list[bool]]:
    """Rows of modules, True is dark, without the quiet zone."""
    import qrcode

    symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=2)
    symbol.add_data(payload)
    symbol.make(fit=True)
    return [[bool(cell) for cell in row] for row in symbol.modules]
