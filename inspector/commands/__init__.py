"""
The commands of the terminal, one small function each. A command gathers, calls a use case, prints.

A command is declared by `@command`; its module is imported only when it is asked for, so that `--help` stays quick.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

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


def _none(_parser: ArgumentParser) -> None:
    pass


def _file(name: str = "file", **more: object) -> Callable[[ArgumentParser], None]:
    def options(parser: ArgumentParser) -> None:
        parser.add_argument(name, metavar=name.upper(), **more)  # type: ignore[arg-type]

    return options


def _demo(parser: ArgumentParser) -> None:
    parser.add_argument("dir", nargs="?", default="out/demo", metavar="DIR")


def _sites_import(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--by", default="", metavar="PERSON")


def _sites_list(parser: ArgumentParser) -> None:
    parser.add_argument("--search", default="", metavar="TEXT")


def _tags(parser: ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT.pdf")
    parser.add_argument("--site", action="extend", nargs="+", default=[], metavar="CODE")
    parser.add_argument("--layout", default="", metavar="NAME")
    parser.add_argument("--start", type=int, default=1, metavar="N")
    parser.add_argument("--signed", action="store_true")
    parser.add_argument("--by", default="", metavar="PERSON")


def _blank(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("out", metavar="OUT.pdf|OUT.xlsx")


def _convert(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("out", metavar="OUT.xml")


def _diff(parser: ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD")
    parser.add_argument("new", metavar="NEW")


def _move(parser: ArgumentParser) -> None:
    parser.add_argument("visit", metavar="VISIT")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("version", metavar="VERSION")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--by", default="", metavar="PERSON")


def _visit_new(parser: ArgumentParser) -> None:
    parser.add_argument("--site", required=True, metavar="CODE")
    parser.add_argument("--form", required=True, action="extend", nargs="+", metavar="NAME")
    parser.add_argument("--by", required=True, metavar="PERSON")
    parser.add_argument("--side", default="", choices=["", "police", "vnpt", "site", "other"])
    parser.add_argument("--on", default="", metavar="DATE")


def _visit_fill(parser: ArgumentParser) -> None:
    parser.add_argument("visit", metavar="VISIT")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--by", default="", metavar="PERSON")


def _visit_sign(parser: ArgumentParser) -> None:
    parser.add_argument("visit", metavar="VISIT")
    parser.add_argument("--by", required=True, metavar="PERSON")
    parser.add_argument("--side", required=True, metavar="police|vnpt|site")


def _export(parser: ArgumentParser) -> None:
    parser.add_argument("visits", nargs="+", metavar="VISIT")
    parser.add_argument("out", metavar="OUT.xlsx")
    parser.add_argument("--by", default="", metavar="PERSON")
    parser.add_argument("--assignment", action="store_true")


def _minutes(parser: ArgumentParser) -> None:
    parser.add_argument("visit", metavar="VISIT")
    parser.add_argument("out", metavar="OUT.pdf|OUT.xlsx")
    _copy(parser)


def _copy(parser: ArgumentParser) -> None:
    parser.add_argument("--for", dest="reader", default="", metavar="police|vnpt|site|OTHER")
    parser.add_argument("--protect", action="store_true")


def _merge(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--by", default="", metavar="PERSON")
    parser.add_argument("--known-keys-only", action="store_true")
    parser.add_argument("--trust", action="append", default=[], metavar="CODE")
    parser.add_argument("--receipts", default="", metavar="FOLDER")
    parser.add_argument("--no-backup", action="store_true")
    parser.add_argument("--take-edits", action="store_true")
    parser.add_argument("--reason", default="", metavar="TEXT")


def _receipt(parser: ArgumentParser) -> None:
    parser.add_argument("out", metavar="FOLDER")
    parser.add_argument("--device", action="append", default=[], metavar="DEVICE")
    parser.add_argument("--by", default="", metavar="PERSON")


def _received(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--by", default="", metavar="PERSON")


def _decide(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID")
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--take", type=int, metavar="N")
    choice.add_argument("--value", metavar="TEXT")
    parser.add_argument("--reason", required=True, metavar="TEXT")
    parser.add_argument("--by", required=True, metavar="PERSON")


def _findings(parser: ArgumentParser) -> None:
    parser.add_argument("--state", default="", metavar="S")
    parser.add_argument("--overdue", action="store_true")


def _report(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("out", metavar="OUT.pdf|OUT.xlsx")
    parser.add_argument("--from", dest="starts", default="", metavar="D")
    parser.add_argument("--to", dest="ends", default="", metavar="D")
    for name, metavar in (("on", "D"), ("site", "CODE"), ("visit", "VISIT"), ("team", "TEAM"), ("form", "NAME")):
        parser.add_argument(f"--{name}", default="", metavar=metavar)
    _copy(parser)


def _gui(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default="", metavar="FILE")


COMMANDS: Final = tuple(
    Command(words, says, example, f"inspector.commands.{module}", function, options)
    for words, says, example, module, function, options in (
        ("gui", N_("Open the window; a FILE opens its preview."), "inspector gui north.xlsx", "window", "gui", _gui),
        ("demo", N_("Do the main job on the sample data, end to end, into DIR."), "inspector demo out", "sample", "demonstrate", _demo),
        ("sites import", N_("Read a station list as supervisors have them."), "inspector sites import tram.xlsx --dry-run", "places", "import_sites", _sites_import),
        ("sites list", N_("List the sites, or find some."), 'inspector sites list --search "dien bien"', "places", "list_sites", _sites_list),
        ("sites show", N_("Show one site."), "inspector sites show THA0123", "places", "show_site", _file("code")),
        ("sites export", N_("Write the site register as a workbook."), "inspector sites export tram.xlsx", "places", "export_sites", _file()),
        ("tags", N_("Print label sheets with the QR tags of sites."), "inspector tags nhan.pdf --site THA0123", "places", "tags", _tags),
        ("scan", N_("Read tags from pictures."), "inspector scan photo.jpg", "places", "scan", _file("images", nargs="+")),
        ("form check", N_("Check a checklist workbook and run its tests."), "inspector form check fire.xlsx", "forms", "check", _file()),
        ("form convert", N_("Convert a checklist workbook to an ODK XForm."), "inspector form convert fire.xlsx fire.xml", "forms", "convert", _convert),
        ("form install", N_("Install a checklist."), "inspector form install fire.xlsx", "forms", "install", _file()),
        ("form list", N_("List the installed checklists."), "inspector form list", "forms", "list_forms", _none),
        ("form show", N_("Show the items of a checklist."), "inspector form show fire", "forms", "show", _file("name")),
        ("form blank", N_("Write a checklist to fill by hand or in Excel."), "inspector form blank fire fire.pdf", "forms", "blank", _blank),
        ("form diff", N_("Say in plain words what changed between two versions."), "inspector form diff old.xlsx new.xlsx", "forms", "diff", _diff),
        ("form move", N_("Move a checklist of a draft to another version; nothing is dropped."), "inspector form move VISIT fire 2026.11.2 --dry-run", "forms", "move", _move),
        ("visit new", N_("Start a visit at a site."), 'inspector visit new --site THA0123 --form fire --by "Hoàng Thị Giả Định"', "visiting", "new", _visit_new),
        ("visit fill", N_("Take answers from a CSV or JSON file: path,value,note,photo."), "inspector visit fill VISIT answers.csv", "visiting", "fill", _visit_fill),
        ("visit show", N_("Show a visit with every relevant item."), "inspector visit show VISIT", "visiting", "show", _file("visit")),
        ("visit list", N_("List the visits."), "inspector visit list", "visiting", "list_visits", _none),
        ("visit sign", N_("Sign a visit for one side."), 'inspector visit sign VISIT --by "Hoàng Thị Giả Định" --side police', "visiting", "sign", _visit_sign),
        ("export", N_("Hand visits over as one workbook."), "inspector export VISIT ban-giao.xlsx", "exchange", "export", _export),
        ("minutes", N_("Write the joint minutes of a visit."), "inspector minutes VISIT bien-ban.pdf", "papers", "minutes", _minutes),
        ("merge", N_("Merge workbooks into this store; folders are walked."), "inspector merge north.xlsx south.xlsx --dry-run", "exchange", "merge", _merge),
        ("receipt", N_("Write the receipts for the laptops whose parcels are here."), "inspector receipt usb/", "exchange", "receipt", _receipt),
        ("received", N_("Take a receipt whose eight characters were read out."), 'inspector received "7F3A 91C2"', "exchange", "received", _received),
        ("disagreements", N_("List what people must decide."), "inspector disagreements", "exchange", "disagreements", _none),
        ("decide", N_("Decide a disagreement, with a reason."), 'inspector decide ID --take 1 --reason "ảnh 09:41" --by "Lê Thị Hạnh"', "exchange", "decide", _decide),
        ("takeout", N_("Take the entries of a parcel out again."), "inspector takeout PARCEL", "exchange", "takeout", _file("parcel")),
        ("parcels", N_("Say what arrived and what is missing, by device."), "inspector parcels", "exchange", "parcels", _none),
        ("findings", N_("List the findings."), "inspector findings --overdue", "papers", "list_findings", _findings),
        ("report", N_("Write a report of the registry."), "inspector report summary giao-ban.pdf --from 2026-10-01 --to 2026-12-31", "papers", "report", _report),
        ("verify", N_("Say whether a workbook or PDF is intact, and by whom it is signed."), "inspector verify ban-giao.xlsx", "exchange", "verify", _file()),
        ("digest", N_("Print the digest of the whole store."), "inspector digest", "keeping", "digest", _none),
        ("rebuild", N_("Make the tables again from the journal."), "inspector rebuild", "keeping", "rebuild", _none),
        ("backup", N_("Copy the store aside while it is in use."), "inspector backup sao-luu.db", "keeping", "backup", _file()),
        ("restore", N_("Take a backup in place of the store; the present store is kept aside."), "inspector restore sao-luu.db", "keeping", "restore", _file()),
        ("move", N_("Move the register in this file into an empty PostgreSQL database."), "inspector move postgresql+psycopg://kiemtra@may-chu/so", "keeping", "move", _file("to")),
    )
)  # fmt: skip
