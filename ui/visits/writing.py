"""The acts of the filling view on their way to the disk: what is under way, what could not be written yet."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from inspector import findings, visits
from inspector.errors import InspectorError
from ui.place import Desk


class Writing(QObject):
    """`written(key)` and `refused(key)` when an act came back; `unsaved(key, bool)` when the store does not take it now."""

    written = Signal(str)
    refused = Signal(str)
    unsaved = Signal(str, bool)

    def __init__(self, desk: Desk, view: QObject) -> None:
        super().__init__(view)
        self._desk = desk
        self.origin = object()
        """By this the view knows its own echo."""
        self._waiting: dict[str, int] = {}
        self._said: list[tuple[str, dict[str, str]]] = []
        desk.tasks.unsaved.connect(self._on_unsaved)

    def waits(self, key: str) -> bool:
        """Whether something of this row is not on the disk yet."""
        return key in self._waiting

    @property
    def quiet(self) -> bool:
        """Whether everything is on the disk."""
        return not self._waiting

    def under_way(self, form: str) -> dict[str, str]:
        """Answers of a checklist that are not on the disk yet."""
        return {path: value for of, values in self._said if of == form for path, value in values.items()}

    def answers(
        self,
        visit: str,
        form: str,
        key: str,
        values: dict[str, str],
        *,
        notes: dict[str, str] | None = None,
        taken: list[str] | None = None,
    ) -> None:
        """Say what questions are worth."""
        said = (form, values)
        self._said.append(said)
        self._send(
            key,
            visits.record_answers,
            visit,
            form,
            values,
            notes=notes or {},
            taken=taken or [],
            said=said,
        )

    def finding(self, uid: str, key: str, fields: dict[str, str]) -> None:
        """Complete a finding."""
        self._send(key, findings.edit, uid, **fields)

    def severity(self, uid: str, key: str, severity: str, reason: str) -> None:
        """Judge a finding otherwise."""
        self._send(key, findings.set_severity, uid, severity, reason=reason)

    def remove_photo(self, photo: str) -> None:
        """Take a photograph off its item; the view reads anew."""
        if self._desk.person is not None:
            self._desk.tasks.write(visits.remove_photo, photo, by=self._desk.person.uid)

    def _send(self, key: str, function: Any, *args: Any, said: Any = None, **options: Any) -> None:
        if self._desk.person is None:
            return
        self._waiting[key] = self._waiting.get(key, 0) + 1

        def back() -> None:
            if said is not None:
                self._said.remove(said)
            self._waiting[key] = self._waiting.get(key, 1) - 1
            if self._waiting[key] <= 0:
                del self._waiting[key]
                self.unsaved.emit(key, False)

        def then(_changes: Any) -> None:
            back()
            self.written.emit(key)

        def otherwise(error: InspectorError) -> None:
            back()
            self._desk.tasks.failed.emit(error)
            self.refused.emit(key)

        self._desk.tasks.write(
            function,
            *args,
            by=self._desk.person.uid,
            origin=self.origin,
            then=then,
            otherwise=otherwise,
            owner=self,
            **options,
        )

    def _on_unsaved(self, count: int, _error: Any) -> None:
        for key in list(self._waiting):
            self.unsaved.emit(key, bool(count))
