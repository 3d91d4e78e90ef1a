"""The columns of a preview, and one workbook of it in words."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from inspector.i18n import N_, _, ngettext
from inspector.register import FilePreview
from ui.models.columns import RIGHT, Column, Mark, figure

BEFORE: Final = {"merged": N_("will be merged"), "nothing new": N_("nothing new"), "refused": N_("refused")}
DONE: Final = {"merged": N_("merged"), "nothing new": N_("nothing new"), "refused": N_("refused")}
TONES: Final = {"merged": ("pass", "check"), "nothing new": ("na", "equal"), "refused": ("fail", "cross")}


def to_look_at(one: FilePreview) -> list[Mark]:
    """What of a workbook a person should look at, as chips."""
    found = []
    if one.asks:
        found.append(Mark(_("key not known: {code}").format(code=one.code), "warn", "shield"))
    if one.disagreements:
        words = ngettext("{n} disagreement", "{n} disagreements", one.disagreements).format(n=one.disagreements)
        found.append(Mark(words, "warn", "disagreement"))
    if one.cells_edited:
        n = len(one.cells_edited)
        found.append(Mark(ngettext("{n} cell edited", "{n} cells edited", n).format(n=n), "warn", "pen"))
    if one.photos_missing:
        n = len(one.photos_missing)
        found.append(Mark(ngettext("{n} photo missing", "{n} photos missing", n).format(n=n), "warn", "photo"))
    return found


def columns(words: dict[str, str]) -> tuple[Column, ...]:
    """The columns of a preview, or of what was done."""

    def verdict(one: FilePreview) -> list[Mark]:
        tone, sign = TONES[one.verdict]
        return [
            Mark(_("waits for your word"), "warn", "shield") if one.asks else Mark(_(words[one.verdict]), tone, sign)
        ]

    def remark(one: FilePreview) -> list[Mark]:
        return to_look_at(one) or ([Mark(_why(one), "words")] if one.reason else [])

    return (
        Column(N_("Workbook"), lambda one: Path(one.file).name, width=200, strong=True),
        Column(N_("Computer · no."), _sender, width=104),
        Column(N_("From"), lambda one: " · ".join(part for part in (one.by, one.team) if part), width=165, spare=True),
        Column(N_("Visits in it"), lambda one: len(one.visits) or "", width=86, align=RIGHT, spare=True),
        Column(N_("New"), lambda one: figure(one.entries_new) if one.parcel else "", width=86, align=RIGHT),
        Column(
            N_("Already here"),
            lambda one: figure(one.entries_known) if one.parcel else "",
            width=86,
            align=RIGHT,
            spare=True,
        ),
        Column(N_("To look at"), lambda one: one.reason, marks=remark, width=240, stretch=True),
        Column(N_("Result"), lambda one: one.verdict, marks=verdict, width=166),
    )


def _why(one: FilePreview) -> str:
    """Why a workbook is refused, without its name, which stands beside it."""
    said = one.reason.removeprefix(Path(one.file).name).strip()
    return said[:1].upper() + said[1:]


def _sender(one: FilePreview) -> str:
    return f"{one.device[:4].upper()} · {one.number}" if one.number else ""


def in_words(one: FilePreview) -> str:
    """One workbook in sentences."""
    if not one.parcel:
        return one.reason
    said = [one.reason] if one.reason else []
    known = _("Entries: {n} new here, {known} here already.")
    said.append(known.format(n=figure(one.entries_new), known=figure(one.entries_known)))
    if one.disagreements:
        n = one.disagreements
        differ = ngettext(
            "{n} answer differs from what another laptop said; both stay until you decide.",
            "{n} answers differ from what another laptop said; both stay until you decide.",
            n,
        )
        said.append(differ)
    for cell in one.cells_edited[:3]:
        edited = _("Cell {cell} was edited: “{was}” became “{now}”.")
        said.append(edited.format(cell=f"{cell.sheet}!{cell.cell}", was=cell.was[:80] or "–", now=cell.now[:80] or "–"))
    if len(one.cells_edited) > 3:
        n = len(one.cells_edited) - 3
        said.append(ngettext("And {n} more cell.", "And {n} more cells.", n))
    if one.cells_edited:
        said.append(_("The answers stay as the laptop said them until you take the change."))
    if one.photos_missing:
        n = len(one.photos_missing)
        missing = ngettext(
            "{n} photo is not in it; a later parcel fills the hole.",
            "{n} photos are not in it; a later parcel fills the holes.",
            n,
        )
        said.append(missing)
    return " ".join(said)
