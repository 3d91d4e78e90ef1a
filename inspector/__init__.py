"""Joint inspections of telecom sites: checklists, findings, minutes and a register that loses nothing. No Qt below."""

__version__ = "0.1.0"
