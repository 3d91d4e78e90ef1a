"""Version 5: what a plan counts of visits is read from an index alone."""

from __future__ import annotations

from alembic import op


def upgrade() -> None:
    """Put a wider index in the place of one; no row changes."""
    op.drop_index("visit_date", "visit")
    op.create_index("visit_date", "visit", ["date", "agreed", "site", "purpose", "supplement_of"])
