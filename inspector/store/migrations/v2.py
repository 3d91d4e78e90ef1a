"""Version 2: what lists and overviews ask is kept beside the records, and each device's part of the digest is known."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

_ADDED: Final = {
    "site": (("last_visit", sa.Text), ("open_findings", sa.Integer), ("critical", sa.Integer), ("due", sa.Text)),
    "visit": (("state", sa.Text), ("begun", sa.Integer), ("findings", sa.Integer), ("forms", sa.Text)),
    "sheet": (("day", sa.Text), ("met", sa.Integer), ("unmet", sa.Integer), ("na", sa.Integer)),
    "finding": (("site", sa.Text), ("standing", sa.Text), ("urgency", sa.Text), ("day", sa.Text)),
}


def upgrade() -> None:
    """Add columns, tables and indices; the store fills them from the journal once every step is done."""
    for table, columns in _ADDED.items():
        for name, kind in columns:
            empty = "0" if kind is sa.Integer else ""
            op.add_column(table, sa.Column(name, kind(), nullable=False, server_default=empty))
    op.create_table(
        "handed",
        sa.Column("visit", sa.Text(), nullable=False),
        sa.Column("handover", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("visit", "handover"),
        sqlite_with_rowid=False,
    )
    op.create_index("handed_handover", "handed", ["handover"])
    op.create_table(
        "tally",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("total", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device"),
    )
    op.add_column("arrival", sa.Column("entries", sa.Integer(), nullable=False, server_default="0"))
    counted = "SELECT count(*) FROM arrival_entry WHERE arrival_entry.parcel = arrival.parcel"
    op.execute(f"UPDATE arrival SET entries = ({counted})")  # noqa: S608 - nothing from outside
    op.drop_index("finding_stands", "finding")
    op.create_index(
        "finding_list", "finding", ["stands", "urgency", "uid", "site", "severity", "standing", "in_charge"]
    )
    op.create_index("finding_site", "finding", ["site", "stands", "urgency", "severity"])
    op.create_index("finding_day", "finding", ["stands", "day", "form", "path", "site"])
    op.create_index("finding_charge", "finding", ["stands", "in_charge"])
    op.create_index("sheet_form", "sheet", ["form"])
    op.create_index("sheet_day", "sheet", ["day", "form", "met", "unmet", "na"])
    op.create_index("visit_state", "visit", ["state", "date"])
    op.create_index("visit_round", "visit", ["round", "date"])
