"""The house stands as it was planned: who may import whom, where the heavy libraries live, and how large a room may grow."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LEVELS: list[tuple[str, ...]] = [
    (
        "inspector.chance",
        "inspector.collecting",
        "inspector.days",
        "inspector.errors",
        "inspector.i18n",
        "inspector.paths",
        "inspector.settings",
        "inspector.text",
        "inspector",
    ),
    ("inspector.model", "inspector.datatypes"),
    (
        "inspector.journal",
        "inspector.form",
        "inspector.parcel",
        "inspector.stationlist",
        "inspector.tags",
        "inspector.security",
    ),
    ("inspector.store",),
    ("",),  # use cases: every other module of inspector
    ("inspector.cli", "inspector.commands", "inspector.__main__", "ui"),
]
NEIGHBOURS_ALLOWED = {("inspector.parcel", "inspector.journal")}
OWNERS = {
    "PySide6": ("ui",),
    "sqlmodel": ("inspector.model", "inspector.store"),
    "openpyxl": ("inspector.form", "inspector.parcel", "inspector.stationlist", "inspector.sites", "inspector.reports"),
    "reportlab": ("inspector.reports", "inspector.tags"),
    "threading": ("ui.tasks", "inspector.ahead"),
    "concurrent": ("ui.tasks",),
    "pyxform": ("inspector.form",),
    "python_calamine": ("inspector.form", "inspector.reports", "inspector.parcel", "inspector.stationlist"),
    "pyhanko": ("inspector.security",),
    "socket": (),
    "urllib": ("inspector.tags.payload",),  # urllib.parse takes an address apart; it opens nothing
    "http": (),
    "requests": (),
    "pickle": (),
}
QUICK = ("sqlalchemy", "sqlmodel", "openpyxl", "reportlab", "pyxform", "PIL", "cryptography", "PySide6", "lxml")


def modules() -> dict[str, Path]:
    found = {}
    for package in ("inspector", "ui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


MODULES = modules()


def imports(path: Path) -> set[str]:
    """Full names of what a module imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def room(module: str) -> tuple[int, str]:
    """The level of a module, and the room on that level that it belongs to."""
    for level, rooms in enumerate(LEVELS):
        for name in rooms:
            if name and (module == name or (module.startswith(f"{name}.") and name not in ("inspector",))):
                return level, name
    return (4, "use cases") if module.startswith("inspector") else (99, module)


def own(name: str) -> str | None:
    """The module of this project that an imported name lies in."""
    while name:
        if name in MODULES:
            return name
        name = name.rpartition(".")[0]
    return None


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_what_lies_below_it(module):
    level, here = room(module)
    wrong = []
    for name in imports(MODULES[module]):
        target = own(name)
        if target is None or target == "inspector":
            continue
        below, there = room(target)
        same_room = here == there
        if below > level or (below == level == 2 and not same_room and (here, there) not in NEIGHBOURS_ALLOWED):
            wrong.append(name)
        if below == level == 5 and {here, there} >= {"ui"} and not same_room:
            wrong.append(name)

    assert not wrong, f"{module} must not import {sorted(wrong)}"


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_heavy_library_is_used_only_by_its_owner(library):
    owners = OWNERS[library]
    users = {
        module
        for module, path in MODULES.items()
        if any(name == library or name.startswith(f"{library}.") for name in imports(path))
    }

    assert {
        user for user in users if not any(user == owner or user.startswith(f"{owner}.") for owner in owners)
    } == set()


def test_the_terminal_starts_without_heavy_libraries():
    import subprocess
    import sys

    code = f"import sys, inspector.cli; inspector.cli._parser(); print([n for n in {QUICK!r} if n in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout

    assert printed.strip() == "[]"


def test_the_window_stands_before_the_heavy_libraries_of_its_places_are_there():
    import subprocess
    import sys

    heavy = (*(name for name in QUICK if name != "PySide6"), "pydantic", "sqlcipher3", "inspector.model")
    code = f"import sys, ui.app; print([n for n in {heavy!r} if n in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout

    assert printed.strip() == "[]"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_module_and_public_class_says_what_it_is_for(module):
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    silent = [] if ast.get_docstring(tree) or not tree.body else [module]

    assert silent == []


def test_the_top_level_holds_what_the_plan_names():
    expected = {"inspector", "ui", "forms", "resources", "tests", ".ci", "pyproject.toml", "README.md", "build.spec"}
    expected |= {"LICENSE", "CHANGELOG.md", "requirements.lock", ".gitignore"}
    import subprocess

    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    tracked = {line.partition("/")[0] for line in listed.splitlines()}

    assert tracked <= expected


def _spec() -> dict[str, list[str]]:
    """The names that build.spec writes out, by the argument they stand in."""
    calls = [
        node for node in ast.walk(ast.parse((ROOT / "build.spec").read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    lists = {word.arg: word.value for call in calls for word in call.keywords if isinstance(word.value, ast.List)}
    return {name: [one.value for one in found.elts if isinstance(one, ast.Constant)] for name, found in lists.items()}


def test_what_the_shipped_program_names_for_itself_is_there_to_be_packed():
    import importlib.util

    hidden = _spec()["hiddenimports"]

    assert hidden
    assert [name for name in hidden if importlib.util.find_spec(name) is None] == []


def test_nothing_that_the_window_loads_is_left_out_of_the_shipped_program():
    """Qt's modules load one another: the camera needs the network's."""
    used = sorted({name for path in MODULES.values() for name in _qt_modules(path)})
    asked = f"import sys, {', '.join(used)}; print(*sorted(sys.modules))"
    import subprocess

    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()

    assert "PySide6.QtMultimedia" in loaded
    assert set(_spec()["excludes"]) & set(loaded) == set()


def _qt_modules(path: Path) -> list[str]:
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    named = [node.module or "" for node in tree if isinstance(node, ast.ImportFrom)]
    return [name for name in named if name.startswith("PySide6.")]
