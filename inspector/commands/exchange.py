"""Commands about parcels and the register: export, merge, disagreements, decide, takeout, parcels, verify."""

from __future__ import annotations

import dataclasses
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from inspector import arrivals, backups, handover, hints, people, proposals, receipts, register, trust
from inspector import disagreements as disputes
from inspector.commands import DONE, REFUSED, WAITS, given
from inspector.commands.opening import open_for, whoever, would_be
from inspector.commands.out import Out
from inspector.errors import InspectorError
from inspector.i18n import N_, _, ngettext
from inspector.journal import short
from inspector.reports import words
from inspector.reports.gather import moment_of
from inspector.store import Store


class NothingToMerge(InspectorError):
    """Folders were named that hold neither workbooks nor receipts."""

    code = "merge.nothing"
    message = N_("There is no workbook in {files}.")
    hint = N_("Name the workbooks that laptops have handed over, or the folder that holds them.")


class NoReceipt(InspectorError):
    """A receipt was asked for of which nothing is here."""

    code = "receipt.none"
    message = N_("There is no whole parcel of {devices} here to give a receipt for.")
    hint = N_("`inspector parcels` says what has arrived.")


def export(args: Namespace, out: Out) -> int:
    out_file = given.to_write(args.out, ".xlsx")
    with open_for(args) as store, store.together():
        person = whoever(store, args.by)
        hand = handover.assign if args.assignment else handover.export
        made = hand(store, args.visits, out_file, by=person.uid, progress=out.progress)
        with store.read() as reader:
            key = trust.fingerprint(trust.own(reader))
    shown = dict(parcel=made.parcel, device=made.device, number=made.number, entries=made.entries, photos=made.photos)
    out.result({**shown, "key": key})
    if not out.as_json:
        out.line(
            _("Parcel {number} of device {device}: {file}").format(
                number=made.number, device=made.device, file=args.out
            )
        )
        out.line(_("Key of this computer: {code}").format(code=key))
    return DONE


class _Backup:
    """The copy of a store that is made once, before a merge writes anything."""

    def __init__(self, store: Store, *, wanted: bool) -> None:
        self.made: Path | None = None
        self._store, self._due = store, wanted

    def __call__(self) -> None:
        if self._due:
            self._due = False
            self.made = backups.before_merge(self._store)


def merge(args: Namespace, out: Out) -> int:
    files = arrivals.walked(Path(name) for name in args.files)
    if not files:
        raise NothingToMerge(files=", ".join(args.files))
    if args.receipts and not args.dry_run:
        given.folder(args.receipts)
    keep: _Backup | None = None
    taken: list[proposals.Proposal] = []
    if args.take_edits and not (args.by and args.reason.strip()):
        raise proposals.ReasonMissing
    trusts = {"accepted": args.trust, "first_use": not args.known_keys_only}
    with open_for(args) as store:
        if args.dry_run:
            preview = register.preview(store, files, **trusts, progress=out.progress)
            found, disputed = preview.files, preview.disagreements
            with store.read() as reader:
                digest, _entries = reader.digest()
        else:
            with store.read() as reader:
                fresh = reader.digest()[1] == 0
            keep = _Backup(store, wanted=not args.no_backup and not fresh)
            by = would_be(store, args.by)
            merged = register.merge(store, files, by=by, before=keep, **trusts, progress=out.progress)
            if any(one.verdict != "refused" for one in merged.files):
                whoever(store, args.by)
            found, disputed, digest = merged.files, merged.disagreements, merged.digest
            if args.take_edits:
                cells = [cell for one in found if one.verdict != "refused" for cell in one.cells_edited]
                if cells:
                    keep()
                taken = proposals.take(store, cells, by=by, reason=args.reason)
                with store.read() as reader:
                    disputed, digest = len(disputes.waiting(reader)), reader.digest()[0]
        with store.read() as reader:
            hinted = hints.of(reader, [visit for one in found for visit in one.visits])
        slips = _given(store, args, [one.device for one in found if one.verdict != "refused"])
    shown = {"files": [_file(one) for one in found], "disagreements": disputed, "digest": digest}
    shown |= {"backup": str(keep.made or "") if keep else "", "receipts": [_receipt(one) for one in slips]}
    shown |= {"hints": [dataclasses.asdict(one) for one in hinted], "edits": [_edit(one) for one in taken]}
    out.result(shown)
    for one in found:
        if one.introduced and not args.dry_run:
            out.note(
                _("{file}: the key of computer {device} is known from now on, code {code}.").format(
                    file=Path(one.file).name, device=one.device, code=one.code
                )
            )
    if not out.as_json:
        _say_files(found, out, planned=args.dry_run)
        out.line(ngettext("{n} disagreement waits for a decision.", "{n} disagreements wait for a decision.", disputed))
        if args.dry_run and (opened := sum(one.disagreements for one in found)):
            said = ngettext("{n} disagreement would be opened.", "{n} disagreements would be opened.", opened)
            out.line(said)
        out.line(_("Register: {digest}").format(digest=short(digest)))
        for one in found:
            for cell in one.cells_edited:
                out.line(f"{Path(one.file).name} · {cell.sheet}!{cell.cell}: “{cell.was}” → “{cell.now}”")
        _say_receipts(slips, out)
        for edit in taken:
            if edit.problem:
                place = f"{edit.cell.sheet}!{edit.cell.cell}"
                out.line(_("{cell}: not taken, {problem}").format(cell=place, problem=edit.problem))
        for hint in hinted:
            out.line(hint.says)
    if found and all(one.verdict == "refused" for one in found):
        return REFUSED
    edited = not args.take_edits and any(one.cells_edited for one in found)
    waits = disputed or edited or any(edit.problem for edit in taken)
    waits = waits or any(one.verdict == "refused" or one.photos_missing for one in found)
    return WAITS if waits else DONE


def _say_files(found: Sequence[register.FilePreview], out: Out, *, planned: bool) -> None:
    """A line for each workbook; below them why some are refused."""
    names = [Path(one.file).name for one in found]
    rows = []
    for one, name in zip(found, names, strict=True):
        counted = (len(one.visits), one.entries_new, one.entries_known) if one.parcel else ("–", "–", "–")
        sender = f"{one.device[:4].upper()} · {one.number}" if one.number else "–"
        verdict = _("will be merged") if planned and one.verdict == "merged" else _VERDICTS[one.verdict]()
        shown = name if names.count(name) == 1 else one.file
        rows.append((shown, sender, one.by or "–", *counted, verdict, ", ".join(_to_look_at(one))))
    heads = (_("Computer · no."), _("From"), _("Visits in it"), _("New"), _("Already here"), _("Result"))
    out.table(rows, (_("Workbook"), *heads, _("To look at")))
    for one in found:
        if one.verdict == "refused":
            out.note(one.reason)


def _to_look_at(one: register.FilePreview) -> Iterator[str]:
    """What of a workbook a person should look at."""
    if one.asks:
        yield _("key not known: {code}").format(code=one.code)
    if n := one.disagreements:
        yield ngettext("{n} disagreement", "{n} disagreements", n)
    if n := len(one.cells_edited):
        yield ngettext("{n} cell edited", "{n} cells edited", n)
    if n := len(one.photos_missing):
        yield ngettext("{n} photo missing", "{n} photos missing", n)


def receipt(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.together():
        made = receipts.make(store, args.device, by=whoever(store, args.by).uid)
        missing = sorted(set(args.device) - {one.device for one in made})
    if missing or not made:
        raise NoReceipt(devices=", ".join(missing) or _("a laptop"))
    receipts.write(made, given.folder(args.out))
    out.result({"receipts": [_receipt(one) for one in made]})
    if not out.as_json:
        _say_receipts(made, out)
    return DONE


def received(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.together():
        told = receipts.take_code(store, args.code, by=whoever(store, args.by).uid)
        with store.read() as reader:
            left = [one.number for one in receipts.awaited(reader)]
    out.result({"received": list(told.new), "known": list(told.known), "awaited": left})
    if not out.as_json:
        numbers = _numbers(sorted((*told.new, *told.known)))
        out.line(_("The register holds parcels {numbers}.").format(numbers=numbers))
    return DONE


def disagreements(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.read() as reader:
        found = disputes.waiting(reader)
    out.result(
        {
            "disagreements": [
                dict(
                    id=one.id,
                    kind=one.kind,
                    uid=one.uid,
                    field=one.field,
                    label=one.label,
                    values=[
                        dict(value=v.value, by=v.by, side=v.side, at=v.at, device=v.device, note=v.note)
                        for v in one.values
                    ],
                )
                for one in found
            ]
        }
    )
    if not out.as_json:
        for one in found:
            out.line(f"{one.id}  {one.label}")
            for number, stand in enumerate(one.values, start=1):
                out.line(
                    f"  {number}  {stand.shown or stand.value}  {stand.by}  {words.moment(moment_of(stand.at))}  {stand.note}"
                )
        out.line(
            ngettext("{n} disagreement waits for a decision.", "{n} disagreements wait for a decision.", len(found))
        )
    return WAITS if found else DONE


def decide(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.together():
        person = people.introduce(store, args.by)
        disputes.decide(store, args.id, take=args.take, value=args.value, reason=args.reason, by=person.uid)
        with store.read() as reader:
            left = len(disputes.waiting(reader))
    out.result({"id": args.id, "disagreements": left})
    if not out.as_json:
        out.line(_("Decided."))
    return DONE


def takeout(args: Namespace, out: Out) -> int:
    with open_for(args) as store:
        with store.read() as reader:
            arrivals.arrived(reader, args.parcel)
        with backups.unless_refused(store) as kept:
            taken = arrivals.takeout(store, args.parcel)
    shown = {"entries_removed": taken.entries_removed, "digest": taken.digest}
    out.result({**shown, "decisions_kept": taken.decisions_kept, "backup": str(kept or "")})
    if not out.as_json:
        out.line(ngettext("{n} entry taken out.", "{n} entries taken out.", taken.entries_removed))
        if taken.decisions_kept:
            out.line(_("{n} entries made here about them stay.").format(n=taken.decisions_kept))
    return DONE


def parcels(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.read() as reader:
        devices = arrivals.parcels(reader)
    out.result(
        {
            "devices": [
                dict(device=one.device, received=list(one.received), missing=list(one.missing)) for one in devices
            ]
        }
    )
    if not out.as_json:
        rows = [(one.device, _numbers(one.received), _numbers(one.missing)) for one in devices]
        out.table(rows, (_("Device"), _("Received"), _("Missing")))
    return WAITS if any(one.missing for one in devices) else DONE


def verify(args: Namespace, out: Out) -> int:
    found = handover.verify(Path(args.file))
    key = _key_of(args, found) if found.device else None
    shown = {"intact": found.intact, "signed_by": list(found.signed_by), "problems": list(found.problems)}
    out.result({**shown, "key": key} if key else shown)
    if not out.as_json:
        out.line(_("Intact.") if found.intact else _("Not confirmed as intact."))
        for name in found.signed_by:
            out.line(_("Signed by {name}").format(name=name))
        if key:
            out.line(_KEYS[key["standing"]]().format(code=key["code"]))
        for said in (*found.remarks, *found.problems):
            out.line(said)
    return DONE if found.intact else REFUSED


def _given(store: Store, args: Namespace, devices: list[str]) -> list[receipts.Receipt]:
    """Receipts for the laptops of a merge, written where --receipts says."""
    if args.dry_run or not args.receipts or not devices:
        return []
    made = receipts.make(store, devices, by=whoever(store, args.by).uid)
    receipts.write(made, given.folder(args.receipts))
    return made


def _edit(one: proposals.Proposal) -> dict[str, Any]:
    cell = dict(sheet=one.cell.sheet, cell=one.cell.cell, now=one.cell.now)
    return dict(**cell, uid=one.uid, field=one.field, value=one.value, problem=one.problem)


def _receipt(one: receipts.Receipt) -> dict[str, Any]:
    return dict(file=one.file_name, device=one.device, parcels=list(one.parcels), code=one.code)


def _say_receipts(made: list[receipts.Receipt], out: Out) -> None:
    for one in made:
        said = _("Receipt for computer {device}: {file}, code to read out {code}")
        out.line(said.format(device=one.device, file=one.file_name, code=one.code))


def _file(one: Any) -> dict[str, Any]:
    return dict(
        file=one.file,
        verdict=one.verdict,
        reason=one.reason,
        visits=list(one.visits),
        entries_new=one.entries_new,
        cells_edited=[dataclasses.asdict(cell) for cell in one.cells_edited],
        photos_missing=list(one.photos_missing),
        parcel=one.parcel,
        device=one.device,
        key=dict(standing=str(one.standing), code=one.code, introduced=one.introduced, asks=one.asks),
    )


def _key_of(args: Namespace, found: handover.Verified) -> dict[str, str]:
    """Whether the named store knows the key; without a store it only says of itself whose it is."""
    if not args.store:
        return dict(standing="self-declared", code=trust.fingerprint(found.key))
    with open_for(args) as store, store.read() as reader:
        return dict(
            standing=str(trust.judge_key(reader, found.device, found.key).standing), code=trust.fingerprint(found.key)
        )


def _numbers(numbers: Any) -> str:
    return ", ".join(str(number) for number in numbers) or "–"


_VERDICTS = {
    "merged": lambda: _("merged"),
    "nothing new": lambda: _("nothing new"),
    "refused": lambda: _("refused"),
}
_KEYS = {
    "self-declared": lambda: _("Key {code}: named by the file itself; name a store to check it."),
    "own": lambda: _("Key {code}: of this computer."),
    "known": lambda: _("Key {code}: known here."),
    "new": lambda: _("Key {code}: not known here."),
    "changed": lambda: _("Key {code}: not the one that is known of that computer."),
}
