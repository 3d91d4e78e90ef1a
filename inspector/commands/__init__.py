"""
The commands of the terminal, one small function each. A command gathers, calls a use case, prints.

A command is declared by `@command`; its module is imported only when it is asked for, so that `--help` stays quick.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from inspector.commands import options
from inspector.i18n import N_

if TYPE_CHECKING:
    from inspector.commands.out import Out

DONE: Final = 0
REFUSED: Final = 1
WRONG_USAGE: Final = 2
WAITS: Final = 3
"""Done, and something waits for a person: rows not taken, disagreements, problems found."""

Run = Callable[[Namespace, "Out"], int]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its words, what it does, an example, its options, and the function in its module."""

    words: str
    says: str
    example: str
    module: str
    function: str
    options: Callable[[ArgumentParser], None]


COMMANDS: Final = tuple(
    Command(words, says, example, f"inspector.commands.{module}", function, options)
    for words, says, example, module, function, options in (
        ("gui", N_("Open the window; a FILE opens its preview."), "inspector gui north.xlsx", "window", "gui", options.gui),
        ("demo", N_("Do the main job on the sample data, end to end, into DIR."), "inspector demo out", "sample", "demonstrate", options.demo),
        ("sites import", N_("Read a station list as supervisors have them."), "inspector sites import tram.xlsx --dry-run", "places", "import_sites", options.sites_import),
        ("sites list", N_("List the sites, or find some."), 'inspector sites list --search "dien bien"', "places", "list_sites", options.sites_list),
        ("sites show", N_("Show one site."), "inspector sites show THA0123", "places", "show_site", options.file(N_("the code of a site"), "code")),
        ("sites export", N_("Write the site register as a workbook."), "inspector sites export tram.xlsx", "places", "export_sites", options.file(N_("the workbook to write"))),
        ("tags", N_("Print label sheets with the QR tags of sites."), "inspector tags nhan.pdf --site THA0123", "places", "tags", options.tags),
        ("scan", N_("Read tags from photos."), "inspector scan photo.jpg", "places", "scan", options.file(N_("photos, as a phone or a camera makes them"), "images", several=True)),
        ("form check", N_("Check a checklist workbook and run its tests."), "inspector form check fire.xlsx", "forms", "check", options.file(N_("a checklist: XLSForm or XForm"))),
        ("form convert", N_("Convert a checklist workbook to an ODK XForm."), "inspector form convert fire.xlsx fire.xml", "forms", "convert", options.convert),
        ("form install", N_("Install a checklist."), "inspector form install fire.xlsx", "forms", "install", options.file(N_("a checklist: XLSForm or XForm"))),
        ("form list", N_("List the installed checklists."), "inspector form list", "forms", "list_forms", options.none),
        ("form show", N_("Show the items of a checklist."), "inspector form show fire", "forms", "show", options.file(N_("a checklist, as `form list` names it"), "name")),
        ("form blank", N_("Write a checklist to fill by hand or in Excel."), "inspector form blank fire fire.pdf", "forms", "blank", options.blank),
        ("form diff", N_("Say in plain words what changed between two versions."), "inspector form diff old.xlsx new.xlsx", "forms", "diff", options.diff),
        ("form move", N_("Move a checklist of a draft to another version; nothing is dropped."), "inspector form move VISIT fire 2026.11.2 --dry-run", "forms", "move", options.move),
        ("visit new", N_("Start a visit at a site."), 'inspector visit new --site THA0123 --form fire --by "Hoàng Thị Giả Định"', "visiting", "new", options.visit_new),
        ("visit fill", N_("Take answers from a CSV or JSON file: path,value,note,photo."), "inspector visit fill VISIT answers.csv", "visiting", "fill", options.visit_fill),
        ("visit show", N_("Show a visit with every relevant item."), "inspector visit show VISIT", "visiting", "show", options.file(N_("the visit, as `visit list` names it"), "visit")),
        ("visit list", N_("List the visits."), "inspector visit list", "visiting", "list_visits", options.none),
        ("visit sign", N_("Sign a visit for one side."), 'inspector visit sign VISIT --by "Hoàng Thị Giả Định" --side police', "visiting", "sign", options.visit_sign),
        ("export", N_("Hand visits over as one workbook."), "inspector export VISIT ban-giao.xlsx", "exchange", "export", options.export),
        ("minutes", N_("Write the joint minutes of a visit."), "inspector minutes VISIT bien-ban.pdf", "papers", "minutes", options.minutes),
        ("merge", N_("Merge workbooks into this store; folders are walked."), "inspector merge north.xlsx south.xlsx --dry-run", "exchange", "merge", options.merge),
        ("receipt", N_("Write the receipts for the laptops whose parcels are here."), "inspector receipt usb/", "exchange", "receipt", options.receipt),
        ("received", N_("Take a receipt whose eight characters were read out."), 'inspector received "7F3A 91C2"', "exchange", "received", options.received),
        ("disagreements", N_("List what people must decide."), "inspector disagreements", "exchange", "disagreements", options.none),
        ("decide", N_("Decide a disagreement, with a reason."), 'inspector decide ID --take 1 --reason "ảnh 09:41" --by "Lê Thị Hạnh"', "exchange", "decide", options.decide),
        ("takeout", N_("Take the entries of a parcel out again."), "inspector takeout PARCEL", "exchange", "takeout", options.file(N_("the parcel, as `merge` and the register name it"), "parcel")),
        ("parcels", N_("Say what arrived and what is missing, by device."), "inspector parcels", "exchange", "parcels", options.none),
        ("findings", N_("List the findings."), "inspector findings --overdue", "papers", "list_findings", options.findings),
        ("report", N_("Write a report of the registry."), "inspector report summary giao-ban.pdf --from 2026-10-01 --to 2026-12-31", "papers", "report", options.report),
        ("verify", N_("Say whether a workbook or PDF is intact, and by whom it is signed."), "inspector verify ban-giao.xlsx", "exchange", "verify", options.file(N_("a workbook, or a signed PDF"))),
        ("digest", N_("Print the digest of the whole store."), "inspector digest", "keeping", "digest", options.none),
        ("rebuild", N_("Make the tables again from the journal."), "inspector rebuild", "keeping", "rebuild", options.none),
        ("backup", N_("Copy the store aside while it is in use."), "inspector backup sao-luu.db", "keeping", "backup", options.file(N_("the copy to write"))),
        ("restore", N_("Take a backup in place of the store; the present store is kept aside."), "inspector restore sao-luu.db", "keeping", "restore", options.file(N_("a copy that `backup` made"))),
        ("move", N_("Move the register in this file into an empty PostgreSQL database."), "inspector move postgresql+psycopg://kiemtra@may-chu/so", "keeping", "move", options.file(N_("the address of an empty database"), "to")),
    )
)  # fmt: skip
