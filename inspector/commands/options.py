"""The arguments and options of each command, with what they are for. Their names are a contract with people's scripts."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from inspector.i18n import _
from inspector.sides import SIDES

_PERIOD: Final = ("summary", "findings", "register-answers", "register-findings")
TAKEN_BY: Final[Mapping[str, Sequence[str]]] = {
    "from": _PERIOD,
    "to": _PERIOD,
    "on": ("summary", "findings", "overdue", "passport", "day", "register-findings"),
    "site": ("passport",),
    "visit": ("minutes", "pc03", "reinspection"),
    "team": ("day",),
    "form": ("blank",),
}
"""Options of `report`, and the reports that make use of each."""


def none(_parser: ArgumentParser) -> None:
    """A command without any."""


def file(says: str, name: str = "file", *, several: bool = False) -> Callable[[ArgumentParser], None]:
    """A command with one argument: a file, or the name of something; `says` is a text to be translated."""

    def options(parser: ArgumentParser) -> None:
        parser.add_argument(name, metavar=name.upper(), nargs="+" if several else None, help=_(says))

    return options


def demo(parser: ArgumentParser) -> None:
    parser.add_argument(
        "dir", nargs="?", default="out/demo", metavar="DIR", help=_("folder for everything that is made; out/demo")
    )


def sites_import(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("a station list: .xlsx, .xls or .csv"))
    _dry_run(parser)
    _by(parser)


def sites_list(parser: ArgumentParser) -> None:
    parser.add_argument("--search", default="", metavar="TEXT", help=_("part of a code, name, address or commune"))


def tags(parser: ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT.pdf", help=_("the PDF to write"))
    parser.add_argument(
        "--site", action="extend", nargs="+", default=[], metavar="CODE", help=_("only the tags of these sites")
    )
    parser.add_argument("--layout", default="", metavar="NAME", help=_("the label sheet: 3x8, 2x4 or wall"))
    parser.add_argument(
        "--start", type=int, default=1, metavar="N", help=_("the first free label of a sheet that was begun")
    )
    parser.add_argument("--signed", action="store_true", help=_("seal the tags with the key of this office"))
    _by(parser)


def blank(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("a checklist, as `form list` names it"))
    _paper(parser)


def convert(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("a checklist workbook"))
    parser.add_argument("out", metavar="OUT.xml", help=_("the XForm to write"))


def diff(parser: ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help=_("the checklist as it was"))
    parser.add_argument("new", metavar="NEW", help=_("the checklist as it is now"))


def move(parser: ArgumentParser) -> None:
    _visit(parser)
    parser.add_argument("name", metavar="NAME", help=_("a checklist, as `form list` names it"))
    parser.add_argument("version", metavar="VERSION", help=_("the version that it shall have"))
    _dry_run(parser)
    _by(parser)


def visit_new(parser: ArgumentParser) -> None:
    parser.add_argument("--site", required=True, metavar="CODE", help=_("the site that is visited"))
    parser.add_argument(
        "--form", required=True, action="extend", nargs="+", metavar="NAME", help=_("one or more checklists")
    )
    _by(parser, required=True)
    parser.add_argument("--side", default="", choices=["", *SIDES], help=_("the side of that person"))
    parser.add_argument("--on", default="", metavar="DATE", help=_("the day of the visit, year-month-day; today"))


def visit_fill(parser: ArgumentParser) -> None:
    _visit(parser)
    parser.add_argument("file", metavar="FILE", help=_("the answers: CSV or JSON"))
    _by(parser)


def visit_sign(parser: ArgumentParser) -> None:
    _visit(parser)
    _by(parser, required=True)
    parser.add_argument("--side", required=True, metavar="police|vnpt|site", help=_("the side that signs"))


def export(parser: ArgumentParser) -> None:
    parser.add_argument("visits", nargs="+", metavar="VISIT", help=_("one or more visits, as `visit list` names them"))
    parser.add_argument("out", metavar="OUT.xlsx", help=_("the workbook to write"))
    _by(parser)
    parser.add_argument("--assignment", action="store_true", help=_("give planned visits to a team instead"))


def minutes(parser: ArgumentParser) -> None:
    _visit(parser)
    _paper(parser)
    _copy(parser)


def merge(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=_("workbooks, receipts, or folders of them"))
    _dry_run(parser)
    _by(parser)
    parser.add_argument(
        "--known-keys-only", action="store_true", help=_("nothing from a computer that this register does not know yet")
    )
    parser.add_argument(
        "--trust", action="append", default=[], metavar="CODE", help=_("take workbooks sealed with this key")
    )
    parser.add_argument("--receipts", default="", metavar="FOLDER", help=_("write a receipt for each laptop here"))
    parser.add_argument("--no-backup", action="store_true", help=_("make no copy of the store before"))
    parser.add_argument(
        "--take-edits", action="store_true", help=_("take what was edited in Excel, under the name of --by")
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("why the edits are taken"))


def receipt(parser: ArgumentParser) -> None:
    parser.add_argument("out", metavar="FOLDER", help=_("where the receipts go, for example the stick"))
    parser.add_argument("--device", action="append", default=[], metavar="DEVICE", help=_("only for this laptop"))
    _by(parser)


def received(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help=_("the eight characters that were read out"))
    _by(parser)


def decide(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help=_("the disagreement, as `disagreements` names it"))
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--take", type=int, metavar="N", help=_("the number of the value that holds"))
    choice.add_argument("--value", metavar="TEXT", help=_("another value that both sides agreed on"))
    parser.add_argument("--reason", required=True, metavar="TEXT", help=_("why it was decided so"))
    _by(parser, required=True)


def findings(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--state",
        default="",
        metavar="S",
        help=_("only those in this state: new, assigned, reported, failed_again, on_the_spot or closed"),
    )
    parser.add_argument("--overdue", action="store_true", help=_("only those whose deadline is past"))


def report(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("which report; a wrong name lists them all"))
    _paper(parser)
    for name, metavar, says in (
        ("from", "D", _("the first day of the period; the beginning of the year")),
        ("to", "D", _("the last day of the period; today")),
        ("on", "D", _("the day as of which the paper speaks; today")),
        ("site", "CODE", _("the site that the paper is about")),
        ("visit", "VISIT", _("the visit that the paper is about")),
        ("team", "TEAM", _("only the visits of this team")),
        ("form", "NAME", _("the checklist that is printed")),
    ):
        says = _("{says}; for {reports}").format(says=says, reports=", ".join(TAKEN_BY[name]))
        dest = {"from": "starts", "to": "ends"}.get(name, name)
        parser.add_argument(f"--{name}", dest=dest, default="", metavar=metavar, help=says)
    _copy(parser)


def gui(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default="", metavar="FILE", help=_("a workbook to preview"))


def _visit(parser: ArgumentParser) -> None:
    parser.add_argument("visit", metavar="VISIT", help=_("the visit, as `visit list` names it"))


def _paper(parser: ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT.pdf|OUT.xlsx", help=_("the paper to write; its ending says which kind"))


def _copy(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--for",
        dest="reader",
        default="",
        metavar="police|vnpt|site|OTHER",
        help=_("the copy for this reader, without the annexes that are for others"),
    )
    parser.add_argument("--protect", action="store_true", help=_("ask for a password to open the PDF (AES-256)"))


def _dry_run(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help=_("say what would be done, and change nothing"))


def _by(parser: ArgumentParser, *, required: bool = False) -> None:
    parser.add_argument("--by", default="", required=required, metavar="PERSON", help=_("the name of who does it"))
