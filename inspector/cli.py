"""
The terminal door: `inspector [--store FILE-OR-URL] [--json] [--lang vi|en] COMMAND`.

Exit: 0 done, 1 refused (one line says what, where and what to do; nothing was changed), 2 wrong usage, 3 done and something
waits for a person. Names, options, JSON keys and exit codes are a contract with people's scripts.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from inspector import __version__, i18n
from inspector.commands import COMMANDS, REFUSED, WRONG_USAGE, Command
from inspector.commands.out import Out
from inspector.commands.parser import Parser
from inspector.errors import FAULTS, FileUnwritable, InspectorError, WrongUsage, fault_of
from inspector.i18n import N_, _


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a name that is no UTF-8 is shown as \\udcXX, which JSON can say too
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if arguments is None:
        _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    i18n.set_language(_language(given))
    out = Out(as_json="--json" in given)
    try:
        code = _run(given, out)
        out.close()
        return code
    except InspectorError as refused:
        out.refused(refused.code, refused.line())
        if isinstance(refused, WrongUsage):
            return WRONG_USAGE
    except MemoryError:
        out.refused("memory", _("There is not enough memory for this."))
    except KeyboardInterrupt:
        out.refused("stopped", _("Stopped. What was finished before stays; the rest can be done again."))
    except UnicodeEncodeError as fault:
        if "surrogates" not in fault.reason:
            raise
        said = _("“{text}” is not written in UTF-8. Rename it, or set the terminal to UTF-8. Nothing was changed.")
        out.refused("encoding", said.format(text=fault.object))
    except OSError as fault:  # the medium, where no use case named it
        if fault.errno not in FAULTS:
            raise
        unwritable = FileUnwritable(file=fault.filename or _("The answer of this command"), reason=fault_of(fault))
        out.refused(unwritable.code, unwritable.line())
    return REFUSED


def _speak_utf8() -> None:
    """Begin again in UTF-8 where the system's names of files are in another encoding, so that Vietnamese ones are read."""
    if sys.getfilesystemencoding() != "utf-8" and not getattr(sys, "frozen", False):
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - this very program


def _run(given: list[str], out: Out) -> int:
    try:
        args = _parser().parse_args(given)
    except SystemExit as end:
        return int(end.code or 0) and WRONG_USAGE
    command: Command = getattr(args, "command", None) or next(one for one in COMMANDS if one.words == "gui")
    if not hasattr(args, "file") and command.words == "gui":
        args.file = ""
    out.as_json = args.json
    return int(getattr(importlib.import_module(command.module), command.function)(args, out))


def _language(given: list[str]) -> str:
    """The language has to be known before the help is written."""
    for at, word in enumerate(given):
        if word == "--lang" and given[at + 1 : at + 2] and given[at + 1] in i18n.LANGUAGES:
            return given[at + 1]
        if word.startswith("--lang=") and word[7:] in i18n.LANGUAGES:
            return word[7:]
    chosen = os.environ.get("INSPECTOR_LANG", "vi")
    return chosen if chosen in i18n.LANGUAGES else "vi"


def _parser() -> Parser:
    parser = Parser(
        prog="inspector",
        description=_("Joint inspections of telecom sites: checklists, minutes and a register that loses nothing."),
    )
    parser.add_argument("--version", action="version", version=__version__, help=_("show the version and exit"))
    _common(parser, default=True)
    groups: dict[str, argparse._SubParsersAction[Parser]] = {}
    top = parser.add_subparsers(metavar=_("COMMAND"), title=_("commands"))
    for command in COMMANDS:
        first, _space, second = command.words.partition(" ")
        if second and first not in groups:
            help = _(_GROUPS[first])
            group = top.add_parser(first, help=help, description=help)
            _common(group, default=False)
            groups[first] = group.add_subparsers(metavar=_("COMMAND"), title=_("commands"), required=True)
        made = (groups[first] if second else top).add_parser(
            second or first,
            help=_(command.says),
            description=_(command.says),
            epilog=_("Example: {example}").format(example=command.example),
        )
        _common(made, default=False)
        command.options(made)
        made.set_defaults(command=command)
    return parser


def _common(parser: argparse.ArgumentParser, *, default: bool) -> None:
    """The options of every command, before its name or behind it."""
    without = {} if default else {"default": argparse.SUPPRESS}
    store = os.environ.get("INSPECTOR_STORE", "") if default else argparse.SUPPRESS
    parser.add_argument("--store", default=store, metavar="FILE-OR-URL", help=_("the store to work on"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"), **without)  # type: ignore[arg-type]
    parser.add_argument("--lang", choices=i18n.LANGUAGES, help=_("language of messages"), **without)  # type: ignore[arg-type]


_GROUPS = {
    "sites": N_("The site register."),
    "form": N_("Checklists."),
    "visit": N_("Visits."),
}

if __name__ == "__main__":
    sys.exit(main())
