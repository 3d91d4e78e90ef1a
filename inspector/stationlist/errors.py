"""Why a file cannot be read as a station list at all. A row that cannot be taken is no refusal: see problems.py."""

from __future__ import annotations

from inspector.errors import InspectorError
from inspector.i18n import N_


class StationListError(InspectorError):
    """A station list was refused as a whole."""

    code = "stations"
    message = N_("{file} cannot be read as a station list.")


class ListMissing(StationListError):
    """There is no such file, or it is a folder."""

    code = "stations.missing"
    message = N_("{file} does not exist or is not a file.")
    hint = N_("Check the name, and that the stick is plugged in.")


class ListLocked(StationListError):
    """The operating system does not let the file be read."""

    code = "stations.locked"
    message = N_("{file} is locked by another program or another person.")
    hint = N_("Close it there, or import a copy of it.")


class ListIsOwnerFile(StationListError):
    """A '~$' file: the note that a spreadsheet program leaves while a workbook is open."""

    code = "stations.owner-file"
    message = N_("{file} is only the note that a workbook is open, not the workbook.")
    hint = N_("Choose the file of the same name without ~$ in front.")


class ListProtected(StationListError):
    """The workbook opens only with a password."""

    code = "stations.password"
    message = N_("{file} opens only with a password.")
    hint = N_("Save a copy without a password in the spreadsheet program and import that.")


class NotASpreadsheet(StationListError):
    """The bytes are something else than a workbook or a table of text."""

    code = "stations.no-spreadsheet"
    message = N_("{file} is not a spreadsheet ({found}).")
    hint = N_("Choose an .xlsx, .xls or .csv file; other formats can be saved as .xlsx by the spreadsheet program.")


class ListDamaged(StationListError):
    """It begins like a workbook and does not go on like one."""

    code = "stations.damaged"
    message = N_("{file} is damaged or was copied only in part.")
    hint = N_("Copy it again, or open and save it in a spreadsheet program.")


class ListTooLarge(StationListError):
    """More than any station list holds; refused before it fills the memory."""

    code = "stations.too-large"
    message = N_("{file} is too large for a station list: {what}.")
    hint = N_("Copy the table into a new workbook and import that.")


class NoStationTable(StationListError):
    """No sheet has a header row that names stations."""

    code = "stations.no-table"
    message = N_("{file} has no table of stations: no row names columns such as 'Mã trạm' and 'Tên trạm'.")
    hint = N_("Say which column holds what, or give the table a header row.")
