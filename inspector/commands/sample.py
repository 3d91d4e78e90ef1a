"""The command that does the main job on the sample data."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from inspector import demo
from inspector.commands import DONE
from inspector.commands.out import Out
from inspector.i18n import _, ngettext


def demonstrate(args: Namespace, out: Out) -> int:
    made = demo.tell(Path(args.dir), out.line)
    out.result(made.described())
    if not out.as_json:
        out.line()
        rows = [
            (_("Folder"), made.folder),
            (_("Workbooks"), made.workbooks[0].parent.relative_to(made.folder)),
            (_("Minutes"), made.minutes[0].parent.relative_to(made.folder)),
            (_("Reports"), made.reports[0].parent.relative_to(made.folder)),
            (_("Tags"), made.tags.relative_to(made.folder)),
            (_("Register"), made.register.relative_to(made.folder)),
            (_("Digest"), made.digest),
        ]
        out.table(rows, (_("What"), _("Where")))
        out.line(
            ngettext(
                "{n} disagreement waits for a decision.", "{n} disagreements wait for a decision.", made.disagreements
            )
        )
        out.line(_("Look at the register: inspector gui --store {file}").format(file=made.register))
    return DONE
