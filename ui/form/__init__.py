"""Widgets that answer the items of a checklist: one card an item, its finding, its help."""
