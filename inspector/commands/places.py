"""Commands about sites: import, list, show, export; their tags: print and scan."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from inspector import i18n, sites, stationlist, tagging
from inspector.commands import DONE, REFUSED, WAITS, given
from inspector.commands.opening import open_for, whoever
from inspector.commands.out import Out
from inspector.errors import InspectorError
from inspector.i18n import N_, _, ngettext
from inspector.model import Site
from inspector.reports import gather
from inspector.store import Reader


class NoSites(InspectorError):
    """There is nothing to print a tag for."""

    code = "tags.none"
    message = N_("There is no site in this store.")
    hint = N_("Import a station list first.")


def import_sites(args: Namespace, out: Out) -> int:
    found = stationlist.read(Path(args.file), progress=out.progress)
    with open_for(args) as store:
        if args.dry_run:
            with store.read() as reader:
                counts = sites.counted(found, sites.preview(reader, found))
        else:
            with store.together():
                person = whoever(store, args.by)
                counts = sites.take(store, found, by=person.uid, progress=out.progress)
    problems = [
        dict(sheet=one.sheet, row=one.row, column=one.column, code=one.code, message=one.message, taken=one.taken)
        for one in found.problems
    ]
    out.result(
        {
            "rows": counts.rows,
            "added": counts.added,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "problems": problems,
            "notes": [dict(sheet=one.sheet, code=one.code, message=one.message) for one in found.notes],
        }
    )
    if not out.as_json:
        for note in found.notes:
            out.line(note.message)
        rows = [(one["sheet"], f"{one['column']}{one['row']}", one["message"]) for one in problems]
        if rows:
            out.table(rows, (_("Sheet"), _("Cell"), _("Remark")))
        out.line(
            _("{rows} rows: {added} new, {updated} changed, {unchanged} as before, {refused} not taken.").format(
                rows=counts.rows,
                added=counts.added,
                updated=counts.updated,
                unchanged=counts.unchanged,
                refused=len(found.untaken),
            )
        )
    return WAITS if problems else DONE


def list_sites(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.read() as reader:
        return _print(sites.listed(reader, args.search), out)


def show_site(args: Namespace, out: Out) -> int:
    with open_for(args) as store, store.read() as reader:
        site = sites.named(reader, args.code)
    if out.as_json:
        return _print([site], out)
    for fact in gather.site_facts(site, i18n.language(), every=True):
        out.line(f"{fact.label}: {fact.value}")
    return DONE


def _print(found: list[Site], out: Out) -> int:
    out.result({"sites": [sites.described(site) for site in found]})
    if not out.as_json:
        rows = [(site.code, site.name, site.commune, gather.type_names(site.types, i18n.language())) for site in found]
        out.table(rows, (_("Code"), _("Name"), _("Commune"), _("Type")))
        out.line(ngettext("{n} site.", "{n} sites.", len(found)))
    return DONE


def export_sites(args: Namespace, out: Out) -> int:
    target = given.to_write(args.file, ".xlsx")
    with open_for(args) as store, store.read() as reader:
        written = sites.export(reader, target, language=i18n.language())
    out.result({"file": args.file, "sites": written})
    out.line(_("Written: {file}").format(file=args.file))
    return DONE


def tags(args: Namespace, out: Out) -> int:
    target = given.to_write(args.out, ".pdf")
    with open_for(args) as store:
        with store.read() as reader:
            chosen = [sites.named(reader, code) for code in args.site] or sites.listed(reader)
        if not chosen:
            raise NoSites
        office = tagging.office_key(store, by=whoever(store, args.by).uid)[0] if args.signed else None
    made, pages = tagging.write_sheet(
        target, chosen, layout=args.layout, start=args.start, office=office, progress=out.progress
    )
    out.result({"tags": made, "pages": pages})
    out.line(_("Written: {file}").format(file=args.out))
    return DONE


def scan(args: Namespace, out: Out) -> int:
    images: list[dict[str, Any]] = []
    with open_for(args) as store, store.read() as reader:
        for done, name in enumerate(args.images, start=1):
            images.append(_scanned(reader, name))
            out.progress(done, len(args.images))
    out.result({"images": images})
    for image in images:
        if image["error"]:
            out.note(image["error"])
        elif not image["tags"]:
            out.line(_("{file}: no tag found.").format(file=image["file"]))
        for tag in image["tags"]:
            words = f"{image['file']}: {tag['text']} · {tag['site'] or _('not in the register')}"
            out.line(words + (" · " + _("forged seal") if tag["seal"] == "forged" else ""))
    broken = sum(bool(image["error"]) for image in images)
    if broken == len(images):
        return REFUSED
    return WAITS if broken else DONE


def _scanned(reader: Reader, name: str) -> dict[str, Any]:
    try:
        found = tagging.in_picture(reader, Path(name))
    except InspectorError as refused:
        return {"file": name, "tags": [], "error": refused.line()}
    tags = [
        dict(
            text=one.tag.text,
            code=one.tag.code,
            site=one.site.code if one.site else "",
            state=one.tag.state.value,
            sealed=bool(one.tag.seal),
            seal=one.seal.value,
        )
        for one in found
    ]
    return {"file": name, "tags": tags, "error": ""}
