"""A window that runs beside this process: it is begun, looked at and quit; its store is read from here."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from inspector import workplace
from inspector.store import Store
from tests.realwindow.screen import NotSeen, Screen, until

BRAND: Final = (0x0F, 0x5C, 0x8C)
ROOT: Final = Path(__file__).resolve().parents[2]


class Window:
    """One person, one window, one store."""

    def __init__(self, shown: Screen, folder: Path, store: Path, pictures: Path) -> None:
        self.screen, self.folder, self.path, self.pictures = shown, folder, store, pictures
        self.process: subprocess.Popen[bytes] | None = None
        self.store: Store = workplace.open_workplace(str(store))
        self.shots: list[str] = []

    # the window

    @contextmanager
    def window(self, *files: Path) -> Iterator[str]:
        """The program runs, opened with these files, until it is quit by its key."""
        environment = {**self.screen.environment, "INSPECTOR_HOME": str(self.folder / "home")}
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        command = [sys.executable, "-m", "ui", "--store", str(self.path), "--lang", "vi", *map(str, files)]
        with (self.folder / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(command, env=environment, stdout=said, stderr=said, cwd=ROOT)
        try:
            until(lambda: self.screen.windows(self._pid), "the window")
            (main,) = self.screen.windows(self._pid)
            self.screen.do("windowsize", "--sync", main, 1366, 768, "windowmove", main, 0, 0)
            self.screen.focus(main)
            until(lambda: self.screen.areas(BRAND), "something on the window")
            yield main
            self.screen.focus(main)
            self.screen.key("ctrl+q")
            until(lambda: self._process.poll() is not None, "the end of the program")
            if self._process.returncode != 0:
                raise NotSeen(f"the program ended with {self._process.returncode}")
        except NotSeen:
            self.shoot("not-seen")
            raise
        finally:
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()

    @property
    def _process(self) -> subprocess.Popen[bytes]:
        assert self.process is not None
        return self.process

    @property
    def _pid(self) -> int:
        return self._process.pid

    def named(self) -> dict[str, str]:
        """The windows that are shown by their titles."""
        return {self.screen.do("getwindowname", one): one for one in self.screen.windows(self._pid)}

    def dialog(self, title: str) -> str:
        """A window came up before the others; it has the keys now."""
        until(lambda: any(name.startswith(title) for name in self.named()), title)
        found = next(one for name, one in self.named().items() if name.startswith(title))
        self.screen.focus(found)
        return found

    def alone(self, main: str) -> None:
        """All dialogs are gone; the window has the keys again."""
        until(lambda: self.screen.windows(self._pid) == [main], "the dialog to go")
        self.screen.focus(main)

    def press_until(self, key: str, true: Callable[[], object], what: str) -> None:
        """Press a key, and again when the window did not hear it because it was only beginning."""
        for _again in range(3):
            self.screen.key(key)
            try:
                until(true, what, 25)
            except NotSeen:
                continue
            return
        raise NotSeen(what)

    def shoot(self, name: str) -> None:
        """Keep a picture of the screen."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        path = self.pictures / f"{len(self.shots) + 1:02}-{name}.png"
        self.screen.picture().save(path)
        self.shots.append(path.name)

    # the store, seen from here

    def read(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Read the store beside the program."""
        with self.store.read() as reader:
            return function(reader, *arguments)
