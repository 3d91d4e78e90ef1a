"""
Tags: the QR label on a site. Self-contained; knows no store.

    payload_of("THA0123")       what the QR of a site says
    read_payload(text)          a Tag: whose it is, whether it is damaged, who sealed it
    label.sheets(labels)        label sheets as PDF
    scan.texts(pixels, w, h)    the texts of all symbols in a grey picture
"""

from inspector.tags.errors import CodeUnusable, LayoutUnknown, StartOutside, TagError
from inspector.tags.payload import State, Tag, is_tag, message_of, payload_of, read_payload, sealed_payload

__all__ = [
    "CodeUnusable",
    "LayoutUnknown",
    "StartOutside",
    "State",
    "Tag",
    "TagError",
    "is_tag",
    "message_of",
    "payload_of",
    "read_payload",
    "sealed_payload",
]
