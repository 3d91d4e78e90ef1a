"""Version 4: entries are found by their place in the store; which of them a parcel brought is kept from place to place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_SPANS = """
    INSERT INTO brought (parcel, first, last)
    SELECT parcel, min(seq), max(seq) FROM (
        SELECT arrival_entry.parcel, entry.seq,
               entry.seq - row_number() OVER (PARTITION BY arrival_entry.parcel ORDER BY entry.seq) AS run
        FROM arrival_entry JOIN entry ON entry.id = arrival_entry.entry
    ) AS placed GROUP BY parcel, run
"""
_COLUMNS = "seq, id, device, number, at, person, op, line"


def upgrade() -> None:
    """Write the entries as they are into a table without an index of ids; the store says the sayings anew."""
    op.create_table(
        "brought",
        sa.Column("parcel", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("parcel", "first"),
        sqlite_with_rowid=False,
    )
    op.execute(_SPANS)
    op.drop_table("arrival_entry")
    op.drop_table("saying")
    op.create_table(
        "saying",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "uid", "field", "entry"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "placed",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("at", "person", "op", "line")),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.execute(f"INSERT INTO placed ({_COLUMNS}) SELECT {_COLUMNS} FROM entry ORDER BY seq")  # noqa: S608 - own names
    op.drop_table("entry")
    op.rename_table("placed", "entry")
    op.create_index("entry_device", "entry", ["device", "number", "id"], unique=True)
