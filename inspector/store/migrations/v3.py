"""Version 3: what checklists came to is kept day by day; findings and checklists are found by what is asked of them."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

_INDICES: Final = (
    ("finding_visit", "finding_visit", "finding", ["visit", "stands"]),
    (
        "finding_list",
        "finding_list",
        "finding",
        ["stands", "urgency", "uid", "site", "severity", "standing", "in_charge", "form", "path"],
    ),
    ("finding_site", "finding_site", "finding", ["site", "stands", "urgency", "severity", "form", "path"]),
    ("finding_day", "finding_item", "finding", ["stands", "form", "path", "day", "site"]),
    ("sheet_visit", "sheet_visit", "sheet", ["visit", "form"]),
    ("visit_date", "visit_date", "visit", ["date", "agreed", "site"]),
)


def upgrade() -> None:
    """Put other indices in the place of some, and add a table; the store fills it once every step is done."""
    for before, name, table, columns in _INDICES:
        op.drop_index(before, table)
        op.create_index(name, table, columns)
    op.create_table(
        "daily",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("met", "unmet", "na")),
        sa.PrimaryKeyConstraint("day", "form"),
        sqlite_with_rowid=False,
    )
