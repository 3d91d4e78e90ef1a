"""
One operation of the program on a medium that fails, again and again: run by media.py in a process where media.c is preloaded.

    python -m tests.faults._media OPERATION TIMES KIND…     one JSON object for each kind; 0 times: every call there is

The operation is the program's own command. It is done once without a fault, which counts the calls; then for each call in a
child of its own, in a folder as it was in the beginning; and after each fault once more, by a person who freed the disk.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspector import arrivals, cli, handover, receipts, register
from inspector.errors import InspectorError
from inspector.store import open_store
from tests.laws.world import picture
from tests.scenario import Laptop

KINDS: Final = {"count": 0, "kill": 1, "enospc": 2, "eio": 3}
DONE: Final = (0, 3)
STORE: Final = "store.db"
State = tuple[str, int, int]
OLD: Final = b"what was there before"


@dataclass(frozen=True)
class Operation:
    """A command of the program, the file that it makes if any, and whether such a file is whole."""

    words: list[str]
    target: str = ""
    whole: Callable[[Path], bool] = lambda path: True
    inputs: tuple[str, ...] = ()


def main(operation: str, times: int, *kinds: str) -> list[dict[str, object]]:
    """Try one operation with some kinds of fault."""
    with tempfile.TemporaryDirectory(prefix="media-") as folder:
        trials = _Trials(Path(folder).resolve(), operation)
        return [trials.all(kind, times) for kind in kinds]


class _Trials:
    def __init__(self, folder: Path, operation: str) -> None:
        self.folder, self.kind = folder, ""
        self.begun, self.medium, self.said = folder / "begun", folder / "medium", folder / "said"
        os.environ["INSPECTOR_HOME"] = str(folder / "home")
        self.begun.mkdir()
        self.operation = _OPERATIONS[operation](self.begun)
        self.shim = ctypes.CDLL(None)
        self.before = _state(self.begun / STORE)
        self._lay()
        assert self._run() in DONE, self.said.read_text()
        self.after = _state(self.medium / STORE)
        self.more = 1 if operation == "export" else 0
        self.kept = _files(self.medium)
        self.calls = self._counted()

    def all(self, kind: str, times: int) -> dict[str, object]:
        """Every call goes wrong once, or a spread of them."""
        self.kind, calls = kind, self.calls
        self.wrong: list[str] = []
        self.outcomes: Counter[str] = Counter()
        chosen = range(1, calls + 1)
        if times and times < calls:
            chosen = sorted({1 + round(number * (calls - 1) / max(1, times - 1)) for number in range(times)})
        for number in chosen:
            self._one(number)
        return {
            "calls": calls,
            "tried": len(chosen),
            "outcomes": dict(self.outcomes),
            "wrong": self.wrong[:10],
            "wrong_in_all": len(self.wrong),
        }

    def _lay(self) -> None:
        shutil.rmtree(self.medium, ignore_errors=True)
        shutil.copytree(self.begun, self.medium)

    def _run(self) -> int:
        """The command; the exit code. What it printed is in `said`."""
        words = [str(self.medium / word[1:]) if word.startswith("@") else word for word in self.operation.words]
        with self.said.open("w") as file, contextlib.redirect_stdout(file), contextlib.redirect_stderr(file):
            return cli.main(["--store", str(self.medium / STORE), *words])

    def _child(self, kind: str, number: int) -> int:
        """The command in a process of its own, on the failing medium: its exit code, or minus the signal."""
        process = os.fork()
        if process == 0:
            code = 70
            try:
                self.shim.media_arm(str(self.medium).encode(), ctypes.c_long(number), KINDS[kind])
                code = self._run()
                if kind == "count":
                    (self.folder / "calls").write_text(str(self.shim.media_calls()))
            except BaseException:
                import traceback

                self.said.write_text(traceback.format_exc())
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])

    def _counted(self) -> int:
        self._lay()
        self._child("count", 0)
        return int((self.folder / "calls").read_text())

    def _one(self, number: int) -> None:
        self._lay()
        code = self._child(self.kind, number)
        said = self.said.read_text() if code != -signal.SIGKILL else ""
        outcome = (
            "killed" if code == -signal.SIGKILL else {0: "done", 1: "refused", 3: "done"}.get(code, f"exit {code}")
        )
        self.outcomes[outcome] += 1
        found = list(self._judged(outcome, said))
        again = (self.after[1] + self.more, self.after[2])
        if self._run() not in DONE:
            found.append(f"afterwards it does not work: {self.said.read_text()[:300]}")
        elif _state(self.medium / STORE)[1:] not in (self.after[1:], again):
            found.append("afterwards the store holds something else")
        strays = {name for name in _files(self.medium) if self._stray(name)}
        if strays:
            found.append(f"afterwards there lie {sorted(strays)}")
        self.wrong += [f"call {number}, {outcome}: {one}" for one in found]

    def _stray(self, name: str) -> bool:
        """Neither there from the beginning, nor made by the operation, nor a copy that it keeps aside."""
        return name not in self.kept and not (name.startswith("backups/store-") and name.endswith(".db"))

    def _judged(self, outcome: str, said: str) -> Iterator[str]:
        """What is wrong after a fault."""
        try:
            state = _state(self.medium / STORE)
        except (InspectorError, AssertionError) as fault:
            yield f"the store is damaged: {fault}"
            return
        if state != self.before and state[1:] != self.after[1:]:
            yield f"the store is neither as before nor as after: {state}"
        if outcome == "done" and state[1:] != self.after[1:]:
            yield "it says that it is done, and is not"
        if outcome not in ("killed", "done", "refused"):
            yield f"{outcome}: {said[-600:]}"
        if outcome == "refused" and not _clear(said):
            yield f"it does not say clearly what is wrong: {said[:300]!r}"
        for name in self.operation.inputs:
            if (self.medium / name).read_bytes() != (self.begun / name).read_bytes():
                yield f"the original {name} was changed"
        if self.operation.target:
            path = self.medium / self.operation.target
            content = path.read_bytes() if path.exists() else b""
            if content != OLD and not _whole(self.operation, path):
                yield f"{path.name} is neither the old file nor a whole new one ({len(content)} bytes)"
            if outcome == "done" and content == OLD:
                yield f"it says that it is done, and {path.name} is the old file"
        for path in (self.medium / "backups").glob("*.db"):
            try:
                _state(path)
            except (InspectorError, AssertionError) as fault:
                yield f"a backup is not whole: {fault}"


def _whole(operation: Operation, path: Path) -> bool:
    try:
        return operation.whole(path)
    except (InspectorError, AssertionError):
        return False


def _clear(said: str) -> bool:
    """One line in Vietnamese, and nothing of the insides of program or driver."""
    vietnamese = any(sign in said for sign in "ăđơưạảấầẩậắằặẹẻếềểệỉịọỏốồổộớờởợụủứừửựỳỵ")
    return (
        vietnamese and len(said.splitlines()) == 1 and not any(sign in said for sign in ("Traceback", "Error", "I/O"))
    )


def _state(path: Path) -> State:
    """The digest of a store, its entries and its parcels; it must be whole, and its tables what the journal says."""
    with contextlib.closing(open_store(path)) as store:
        with store.read() as reader:
            (said,) = reader.connection.exec_driver_sql("PRAGMA integrity_check").scalars()
            assert said == "ok", said
            found = (*reader.digest(), len(arrivals.listed(reader)))
        assert store.rebuild()[1] == 0, "the tables differ from the journal"
        return found


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def _laptop(folder: Path) -> tuple[Laptop, str]:
    """A laptop with a visit that has an answer and a photo."""
    laptop = Laptop(folder, "a")
    visit = laptop.start()
    laptop.answer(visit, "s3/ht_16", "fail", "Cáp võng.")
    laptop.photograph(visit, "s3/ht_16", picture(1))
    return laptop, visit


def _export(folder: Path) -> Operation:
    laptop, visit = _laptop(folder)
    laptop.store.close()
    (folder / "a.db").rename(folder / STORE)
    (folder / "parcel.xlsx").write_bytes(OLD)
    return Operation(["export", visit, "@parcel.xlsx"], "parcel.xlsx", lambda path: handover.verify(path).intact)


def _with_parcels(folder: Path) -> list[str]:
    """A register that holds something, and two workbooks to take."""
    laptop, visit = _laptop(folder)
    laptop.export(visit)
    laptop.answer(visit, "s3/ht_19", "pass")
    laptop.export(visit)
    laptop.store.close()
    for name in ("a.db", "a.db-wal", "a.db-shm"):
        (folder / name).unlink(missing_ok=True)
    office = Laptop(folder, "register")
    office.start("THA0001")
    office.store.close()
    (folder / "register.db").rename(folder / STORE)
    return ["a-1.xlsx", "a-2.xlsx"]


def _merge(folder: Path) -> Operation:
    names = _with_parcels(folder)
    return Operation(["merge", *(f"@{name}" for name in names)], inputs=tuple(names))


def _pour(folder: Path) -> Operation:
    """The same as many workbooks are taken: without a log that is written ahead."""
    register.MUCH = 1
    return _merge(folder)


def _backup(folder: Path) -> Operation:
    _with_parcels(folder)
    (folder / "copy.db").write_bytes(OLD)
    return Operation(["backup", "@copy.db"], "copy.db", lambda path: _state(path)[1] > 0)


def _receipt(folder: Path) -> Operation:
    names = _with_parcels(folder)
    with contextlib.closing(open_store(folder / STORE)) as store:
        register.merge(store, [folder / name for name in names])
        (made,) = receipts.make(store)
    (folder / made.file_name).write_bytes(OLD)
    return Operation(["receipt", "@"], made.file_name, lambda path: receipts.read(path).device == made.device)


_OPERATIONS: Final = {"export": _export, "merge": _merge, "pour": _pour, "backup": _backup, "receipt": _receipt}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]), ensure_ascii=False))
