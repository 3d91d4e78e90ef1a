"""Qt's own words (context menus, file dialogs, calendars) in the language of the program; Qt ships no Vietnamese."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from inspector import i18n
from inspector.i18n import N_, _

WORDS: Final = {
    "Undo": N_("Undo"),
    "Redo": N_("Redo"),
    "Cut": N_("Cut"),
    "Copy": N_("Copy"),
    "Paste": N_("Paste"),
    "Paste and Match Style": N_("Paste without style"),
    "Copy Link Location": N_("Copy the address"),
    "Delete": N_("Delete"),
    "Select All": N_("Select all"),
    "Step up": N_("One step up"),
    "Step down": N_("One step down"),
    "Scroll Left": N_("Scroll to the left"),
    "Scroll Right": N_("Scroll to the right"),
    "Scroll here": N_("Scroll here"),
    "Scroll up": N_("Scroll up"),
    "Scroll down": N_("Scroll down"),
    "Scroll left": N_("Scroll to the left"),
    "Scroll right": N_("Scroll to the right"),
    "Page up": N_("One page up"),
    "Page down": N_("One page down"),
    "Page left": N_("One page to the left"),
    "Page right": N_("One page to the right"),
    "Left edge": N_("To the left edge"),
    "Right edge": N_("To the right edge"),
    "Top": N_("To the top"),
    "Bottom": N_("To the bottom"),
    "OK": N_("OK"),
    "Cancel": N_("Cancel"),
    "Yes": N_("Yes"),
    "No": N_("No"),
    "Close": N_("Close"),
    "Save": N_("Save"),
    "Save As": N_("Save as"),
    "Open": N_("Open it"),
    "Choose": N_("Choose"),
    "Look in:": N_("Folder:"),
    "Directory:": N_("Folder:"),
    "File name:": N_("File name:"),
    "Files of type:": N_("Kind of files:"),
    "Find Directory": N_("Choose a folder"),
    "Back": N_("Back"),
    "Forward": N_("Forward"),
    "Go back": N_("Back"),
    "Go forward": N_("Forward"),
    "Parent Directory": N_("Folder above"),
    "Go to the parent directory": N_("Folder above"),
    "Create New Folder": N_("New folder"),
    "Create a New Folder": N_("New folder"),
    "New Folder": N_("New folder"),
    "List View": N_("As a list"),
    "Change to list view mode": N_("As a list"),
    "Detail View": N_("With details"),
    "Change to detail view mode": N_("With details"),
    "Sidebar": N_("Folders"),
    "Show ": N_("Show "),
    "List of places and bookmarks": N_("Folders"),
    "Files": N_("Files"),
    "Name": N_("Name"),
    "Size": N_("Size"),
    "Type": N_("Kind"),
    "Date Modified": N_("Changed"),
    "Computer": N_("This computer"),
    "My Computer": N_("This computer"),
    "Folder": N_("Folder"),
    "File Folder": N_("Folder"),
    "Drive": N_("Drive"),
    "Rename": N_("Rename"),
    "Show hidden files": N_("Show hidden files"),
    "Remove": N_("Remove"),
    "Recent Places": N_("Recent folders"),
    "All Files (*)": N_("All files (*)"),
    "All files (*)": N_("All files (*)"),
    "%1 already exists.\nDo you want to replace it?": N_("%1 is there already.\nReplace it?"),
    "%1\nFile not found.\nPlease verify the correct file name was given.": N_(
        "%1\nThere is no such file. Check the name."
    ),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": N_(
        "%1\nThere is no such folder. Check the name."
    ),
}
"""Qt's text -> ours, whatever part of Qt says it, and without the `&` that marks a letter for Alt."""


class QtWords(QTranslator):
    """Answers Qt's requests for its own words from the program's catalogue."""

    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Our word for one of Qt's; Qt keeps its own where there is none."""
        known = WORDS.get(sourceText.replace("&", ""))
        return _(known) if known and i18n.language() != "en" else None  # type: ignore[return-value]

    def isEmpty(self) -> bool:
        """Never: Qt leaves out a translator that says it is."""
        return False


def speak(application: QApplication) -> None:
    """Make Qt speak the active language: its words, and dates and numbers in editors and calendars."""
    QLocale.setDefault(QLocale("en_GB" if i18n.language() == "en" else "vi_VN"))
    kept = application.property("qtWords")
    if not isinstance(kept, QObject):
        words = QtWords(application)
        application.setProperty("qtWords", words)
        application.installTranslator(words)
