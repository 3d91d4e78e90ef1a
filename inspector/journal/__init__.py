"""
The journal: what people said, as entries that never change. Pure: no files, no database, no clock.

    entry.py    one entry: its canonical line, its id, and reading it back
    heads.py    what a field is worth, from all that was ever said of it
    digest.py   one number for many entries, the same in any order
"""

from inspector.journal.digest import digest, packed, short, tallied, tally
from inspector.journal.entry import Entry, EntryError, Says, clean_json, read
from inspector.journal.heads import Saying, agreed, disputed, heads

__all__ = [
    "Entry",
    "EntryError",
    "Saying",
    "Says",
    "agreed",
    "clean_json",
    "digest",
    "disputed",
    "heads",
    "packed",
    "read",
    "short",
    "tallied",
    "tally",
]
