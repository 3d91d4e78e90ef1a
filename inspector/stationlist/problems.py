"""What may be wrong with a row, in one table: the code never changes, the sentence is translated when it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from inspector.i18n import N_, _

NOT_TAKEN: Final[dict[str, str]] = {
    "code.missing": N_("The row has no station code."),
    "code.unusable": N_("'{text}' is no station code."),
    "row.unclear": N_("The row has no station code and is neither a title, a total nor a note: '{text}'."),
    "duplicate.differs": N_("The code {code} stands in row {other} of sheet {sheet} for another place: {why}."),
}
TAKEN: Final[dict[str, str]] = {
    "code.number": N_("The code {text} is stored as a number; zeros in front may have been lost."),
    "code.letter-o": N_("The code {text} differs from {other} only by the letter O and the digit 0."),
    "duplicate.joined": N_("Joined with row {other} of sheet {sheet} as one station, {code}."),
    "duplicate.fields": N_("Row {other} of sheet {sheet} says otherwise here: {fields}. What that row says was kept."),
    "name.missing": N_("The station has no name."),
    "text.encoding": N_("'{text}' is in an old encoding that could not be recognised."),
    "position.zero": N_("The coordinates are 0; the position was left blank."),
    "position.half": N_("Only one of the two coordinates is given; the position was left blank."),
    "position.unreadable": N_("'{text}' is no coordinate; the position was left blank."),
    "position.metres": N_("'{text}' are metres (VN-2000 or UTM), not degrees; the position was left blank."),
    "position.swapped": N_("Latitude and longitude were swapped; they were put right."),
    "position.outside": N_("The position {text} lies outside Thanh Hóa."),
    "commune.missing": N_("No commune is given."),
    "commune.unknown": N_("There is no commune '{text}'."),
    "commune.not-in-district": N_("{district} has no commune '{text}'."),
    "commune.several": N_("'{text}' may be {choices}; a person must choose."),
    "commune.split": N_("{text} was split among {choices}; a person must choose."),
    "commune.mismatch": N_("{old} became {expected}, but the list says {text}. What the list says was kept."),
    "commune.code-only": N_(
        "Only a commune code is given ({text}). Codes were used again in 2025, so the name is needed."
    ),
    "district.unknown": N_("There was no district '{text}' in Thanh Hóa."),
    "types.unknown": N_("'{text}' is no known kind of site."),
    "choice.unknown": N_("'{text}' is not in the list for this column; it was left blank."),
    "number.unreadable": N_("'{text}' is no number; it was left blank."),
    "date.unreadable": N_("'{text}' is no date; it was left blank."),
    "phone.unreadable": N_("'{text}' is no telephone number; it was kept as written."),
}
NOTES: Final[dict[str, str]] = {
    "sheet.no-table": N_("Sheet {sheet} has no table of stations and was not read ({count} rows with text)."),
    "sheet.hidden": N_("Sheet {sheet} is hidden in the file; it was read like the others."),
    "rows.hidden": N_("Sheet {sheet}: rows that are hidden in the file ({rows}) were read like the others."),
    "columns.hidden": N_("Sheet {sheet}: columns that are hidden in the file ({columns}) were read like the others."),
    "columns.unknown": N_("Sheet {sheet}: column {column} '{header}' is not known and was not read."),
    "columns.untitled": N_(
        "Sheet {sheet}: column {column} has no title and was not read, but has text in {count} rows."
    ),
    "formulas.uncomputed": N_(
        "Sheet {sheet}: {count} formulas have no computed value. Open and save the file in a spreadsheet program."
    ),
    "text.converted": N_("Sheet {sheet} is in the old encoding {encoding}; it was converted."),
}


@dataclass(frozen=True)
class RowProblem:
    """Something about one row. `row` as Excel counts; `column` is a letter, '' for the whole row."""

    sheet: str
    row: int
    column: str
    code: str
    fields: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def taken(self) -> bool:
        """Whether the row became a station all the same."""
        return self.code in TAKEN

    @property
    def message(self) -> str:
        """The sentence in the active language."""
        return _(TAKEN[self.code] if self.taken else NOT_TAKEN[self.code]).format_map(self.fields)


@dataclass(frozen=True)
class Note:
    """Something about a whole sheet."""

    sheet: str
    code: str
    fields: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def message(self) -> str:
        """The sentence in the active language."""
        return _(NOTES[self.code]).format_map({"sheet": self.sheet, **self.fields})
