"""One database, for a laptop and for a register alike: the journal, and the tables that follow from it."""

from inspector.store.engine import StoreError
from inspector.store.store import Changes, Reader, Store, Transaction, open_store

__all__ = ["Changes", "Reader", "Store", "StoreError", "Transaction", "open_store"]
