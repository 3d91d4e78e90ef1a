"""The acts of the filling view on their way to the disk: what is under way, what could not be written yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from inspector import findings, photos, visits
from inspector.errors import InspectorError
from inspector.model import Finding
from ui.place import Desk

SETTLED_S: Final = 1.0
"""What stands in one field is on the disk before another is begun; a disk that takes longer than this is not waited for."""
LATE_MS: Final = 400
"""What is not on the disk after so long is said to be unsaved."""


@dataclass(eq=False)
class Act:
    """What a person did to a row, until it is on the disk: shown from here, however often the visit is read meanwhile."""

    key: str
    form: str = ""
    values: dict[str, str] = field(default_factory=dict)
    note: str | None = None
    finding: dict[str, str] = field(default_factory=dict)
    photo: tuple[str, str, str] | None = None
    """SHA-256, name, and what to warn of."""


class Writing(QObject):
    """`written(key)` and `refused(key)` when an act came back; `unsaved(key, bool)` when the store does not take it now."""

    written = Signal(str)
    refused = Signal(str)
    unsaved = Signal(str, bool)
    attached = Signal(str)
    """A photograph of this row is on the disk."""

    def __init__(self, desk: Desk, view: QObject) -> None:
        super().__init__(view)
        self._desk = desk
        self.origin = object()
        """By this the view knows its own echo."""
        self._acts: list[Act] = []
        self._field: object = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(lambda: self._say(True))
        desk.tasks.unsaved.connect(lambda count, _error: self._say(bool(count)))

    # what is under way

    def waits(self, key: str) -> bool:
        """Whether something of this row is not on the disk yet."""
        return any(act.key == key for act in self._acts)

    @property
    def quiet(self) -> bool:
        """Whether everything is on the disk."""
        return not self._acts

    def under_way(self, form: str) -> dict[str, str]:
        """Answers of a checklist that are not on the disk yet."""
        return {path: value for act in self._acts if act.form == form for path, value in act.values.items()}

    def notes(self, form: str) -> dict[str, str]:
        """Notes of a checklist that are not on the disk yet, by row."""
        return {act.key: act.note for act in self._acts if act.form == form and act.note is not None}

    def completed(self, key: str, uid: str, finding: Finding | None) -> Finding | None:
        """A finding with what is not on the disk yet."""
        fields = {name: value for act in self._acts if act.key == key for name, value in act.finding.items()}
        return (finding or Finding(uid=uid)).model_copy(update=fields) if fields else finding

    def pictures(self, key: str) -> list[tuple[str, str, str]]:
        """Photographs of a row that are not on the disk yet."""
        return [act.photo for act in self._acts if act.key == key and act.photo is not None]

    # acts

    def begin(self, field: object) -> None:
        """A field is begun or written on: what was entered in another one goes to the disk first."""
        if field != self._field:
            self._field = field
            if self._acts:
                self._desk.tasks.settle(SETTLED_S)

    def answer(self, visit: str, form: str, key: str, path: str, value: str, *, taken: bool, about: str) -> None:
        """Say what a question is worth."""
        act = Act(key, form, {path: value})
        options = {"taken": [path] if taken else []}
        self._send(act, visits.record_answers, visit, form, act.values, about=about, **options)

    def note(self, visit: str, form: str, key: str, text: str, *, about: str) -> None:
        """Note something about an item."""
        notes = {key.partition("/")[2]: text}
        self._send(Act(key, form, note=text), visits.record_answers, visit, form, {}, notes=notes, about=about)

    def finding(self, uid: str, key: str, fields: dict[str, str], *, about: str) -> None:
        """Complete a finding."""
        self._send(Act(key, finding=fields), findings.edit, uid, about=about, **fields)

    def severity(self, uid: str, key: str, severity: str, reason: str, *, about: str) -> None:
        """Judge a finding otherwise."""
        act = Act(key, finding={"severity": severity, "severity_reason": reason})
        self._send(act, findings.set_severity, uid, severity, reason=reason, about=about)

    def photo(
        self, visit: str, key: str, picture: photos.Picture, *, answers: bool, warning: str = "", about: str = ""
    ) -> None:
        """Attach a photograph."""
        form, _slash, path = key.partition("/")
        act = Act(key, form, photo=(picture.sha256, picture.name, warning))
        self._send(
            act,
            visits.add_photo,
            visit,
            form,
            path,
            picture.content,
            name=picture.name,
            media_type=picture.media_type,
            taken_at=picture.taken_at,
            answers=answers,
            about=about,
        )

    def remove_photo(self, photo: str) -> None:
        """Take a photograph off its item; the view reads anew."""
        if self._desk.person is not None:
            self._desk.tasks.write(visits.remove_photo, photo, by=self._desk.person.uid)

    def _send(self, act: Act, function: Any, *args: Any, **options: Any) -> None:
        if self._desk.person is None:
            return
        self._acts.append(act)
        if not self._late.isActive():
            self._late.start()

        def back() -> None:
            self._acts.remove(act)
            if not self.waits(act.key):
                self.unsaved.emit(act.key, False)

        def then(_changes: Any) -> None:
            back()
            if act.photo is not None:
                self.attached.emit(act.key)
            self.written.emit(act.key)

        def otherwise(error: InspectorError) -> None:
            back()
            self._desk.tasks.failed.emit(error)
            self.refused.emit(act.key)

        if act.photo is None:
            options["origin"] = self.origin
        self._desk.tasks.write(
            function, *args, by=self._desk.person.uid, then=then, otherwise=otherwise, owner=self, **options
        )

    def _say(self, unsaved: bool) -> None:
        for key in dict.fromkeys(act.key for act in self._acts):
            self.unsaved.emit(key, unsaved)
