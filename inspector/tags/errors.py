"""What tags may refuse."""

from __future__ import annotations

from inspector.errors import InspectorError
from inspector.i18n import N_


class TagError(InspectorError):
    """A tag that cannot be made or read."""

    code = "tag"


class CodeUnusable(TagError):
    """No code, or one that no label holds."""

    code = "tag.code"
    message = N_("The site code '{code}' does not fit on a tag.")
    hint = N_("A tag carries a code of 1 to 60 characters.")


class LayoutUnknown(TagError):
    """A label sheet that the program does not know."""

    code = "tag.layout"
    message = N_("There is no label sheet named '{name}'.")
    hint = N_("Known sheets: {known}.")


class StartOutside(TagError):
    """A first label that the sheet does not have."""

    code = "tag.start"
    message = N_("Label {start} is not on the sheet {layout}.")
    hint = N_("Count from the upper left, row by row: 1 to {last}.")
