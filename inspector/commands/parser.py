"""argparse in the language of the program: its own words are translated, and a mistyped command is answered with the near one."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterable
from typing import Any, Final, NoReturn

from inspector import i18n
from inspector.i18n import N_, _

WORDS: Final = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("expected at most one argument"),
    N_("invalid %(type)s value: %(value)r"),
    N_("not allowed with argument %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are in the language of the program."""

    def __init__(self, **options: Any) -> None:
        argparse._ = i18n._  # type: ignore[attr-defined]  # the name under which argparse asks gettext for its words
        # an example broken over two lines could not be copied
        super().__init__(**{"formatter_class": argparse.RawDescriptionHelpFormatter, **options})

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if value == "" and (action.nargs != "?" if not action.option_strings else action.dest == "store"):
            # an unset variable of a script; as a path it would be the folder of whoever runs it
            raise argparse.ArgumentError(action, _("is empty"))
        choices: Iterable[Any] | None = action.choices
        if choices is None or value in choices:
            return
        known = [str(one) for one in choices]
        near = difflib.get_close_matches(str(value), known, n=1)
        said = (
            _("'{value}' is not known. Did you mean '{near}'?")
            if near
            else _("'{value}' is not known; known are {all}")
        )
        raise argparse.ArgumentError(
            action, said.format(value=value, near=near[0] if near else "", all=", ".join(known))
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong first, then how the command is used; argparse has it the other way round."""
        example = self.epilog or _("'{program} --help' shows all.").format(program=self.prog)
        self.exit(2, f"{self.prog}: {message}\n{example}\n")
