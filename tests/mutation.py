"""
Change single signs of the form engine by chance, and see whether a test notices.

    python -m tests.mutation [--count 200] [--seed 1] [--only graph] [--json] [--list]

Each mutant lives only in the memory of a process of its own: the changed module is compiled from a changed syntax tree, and the
quick tests of the form engine run against it. A mutant dies when a test fails, or when it needs several times the processor
time of the unchanged engine; what else the computer does is no matter. Those of EQUIVALENT cannot be noticed by anybody and are
not counted. Exit 1 when fewer than 90 of 100 die.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import io
import json
import multiprocessing
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path(__file__).parents[1]
TARGETS = ("inspector/form/expression/*.py", "inspector/form/graph.py")
TESTS = (
    "test_limits.py", "test_patterns.py", "test_order.py", "test_expressions.py", "test_clients.py", "test_everything.py", "test_functions.py",
    "test_laws.py", "test_hostile.py",
)  # fmt: skip
TIMES_UNCHANGED = 4
"""How many times the processor time of the unchanged engine a mutant may take."""
LEAST_SECONDS = 20
MOST_BYTES = 4 << 30
WANTED = 0.9
_SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,), ast.Mod: (ast.Mult,), ast.And: (ast.Or,), ast.Or: (ast.And,), ast.Pow: (ast.Mult,),
}  # fmt: skip

_KIND = "the kind of what is compiled only spares a conversion: what runs gives the same value, converted again"
_KINDS = {"as_string": "string", "as_number": "number", "as_boolean": "boolean"}
_SLOWER = "what compares any values says the same of single ones"
_ONE_BY_ONE = "the rows are tried one by one, to the same"
_COMPILER = "inspector/form/expression/compiler.py"
EQUIVALENT: dict[str, str] = {
    **{
        f"{_COMPILER}: {name}: '{kind}' -> '{kind}~'": _KIND
        for name in ("_combined", "_arithmetic", "_equality", "_relation", "_logic", "_number", "_pulldata")
        for kind in ("number", "boolean", "string")
    },
    **{f"inspector/form/expression/code.py: {name}: '{kind}' -> '{kind}~'": _KIND for name, kind in _KINDS.items()},
    f"{_COMPILER}: _number: 'any' -> 'any~'": "what is not number, text or truth is converted when it runs, whatever it is called",
    f"{_COMPILER}: _pulldata: given < _PULLED -> given <= _PULLED": "it is asked only when they differ",
    f"{_COMPILER}: _relation: right.kind in ('nodes', 'any') and right.text is None -> right.kind in ('nodes', 'any') or right.text is None": _SLOWER,
    f"{_COMPILER}: _relation: left.kind in ('nodes', 'any') and left.text is None -> left.kind in ('nodes', 'any') or left.text is None": _SLOWER,
    "inspector/form/expression/steps.py: predicate: 'boolean' -> 'boolean~'": _KIND,
    "inspector/form/expression/indexes.py: _column_equals: 'child' -> 'child~'": _ONE_BY_ONE,
    "inspector/form/expression/functions_nodes.py: _depth: 0 -> 1": "depths are only compared with each other",
    "inspector/form/expression/functions_nodes.py: _order: orders[id(parent)] = places -> (left out)": "it is counted anew, to the same",
    "inspector/form/expression/grammar.py: parse: len(text) <= _SHORT -> not len(text) <= _SHORT": "which trees are kept only saves time",
    "inspector/form/expression/grammar.py: _expression: 1 -> 2": "a minus before a product or before its first part is the same number",
    "inspector/form/expression/patterns.py: _weight: 2 -> 3": "all above one is refused",
    "inspector/form/graph.py: _components: 1 -> 2": "they are numbered in order, by whatever step",
    "inspector/form/graph.py: _components: False -> True": "whether a vertex waits is asked only after it was numbered, and then it was set",
    "inspector/form/expression/patterns.py: _translated: '}' -> '}~'": "the text of an error that is caught and said anew",
    "inspector/form/expression/indexes.py: _conjuncts: 'and' -> 'and~'": _ONE_BY_ONE,
    "inspector/form/expression/indexes.py: _column_equals: not step.test.endswith('()') -> bool of not step.test.endswith('()')": "it is a boolean",
    "inspector/form/expression/grammar.py: _glued: len(found) > len(word) -> len(found) >= len(word)": "the word alone was taken before",
    "inspector/form/expression/grammar.py: parse: len(text) <= _SHORT -> len(text) < _SHORT": "the tree is not kept but made again",
}
"""Mutants that change nothing that can be seen: `file: what was changed` -> why."""


@dataclass(frozen=True)
class Mutant:
    """One change: the how-manieth of a module."""

    file: str
    number: int
    line: int
    what: str

    @property
    def name(self) -> str:
        """What stands in EQUIVALENT; the line is left out, for it moves."""
        return f"{self.file}: {self.what}"


def mutants(path: Path) -> list[Mutant]:
    """Every change that can be made in a module."""
    tree = ast.parse(path.read_text("utf-8"))
    name = str(path.relative_to(ROOT))
    return [Mutant(name, number, line, what) for number, (line, what, _do) in enumerate(_changes(tree))]


def changed(source: str, number: int) -> ast.Module:
    """The module with that change."""
    tree = ast.parse(source)
    next(do for at, (_line, _what, do) in enumerate(_changes(tree)) if at == number)()
    return ast.fix_missing_locations(tree)


def _changes(tree: ast.Module) -> Iterator[tuple[int, str, Callable[[], None]]]:
    """Line, words and the deed of every change, in an order that depends on the text alone."""
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        yield from _inside(statement, None)


def _inside(node: ast.AST, function: str | None) -> Iterator[tuple[int, str, Callable[[], None]]]:
    if isinstance(node, ast.FunctionDef):
        function = node.name
    where = f"{function or 'module'}: "
    line = getattr(node, "lineno", 0)
    if function is not None:
        for before, what, do in _of_node(node):
            yield line, f"{where}{before} -> {what}", do
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params", "bases"):
            continue
        children = value if isinstance(value, list) else [value]
        for place, child in enumerate(children):
            if not isinstance(child, ast.AST) or _is_text(child):
                continue
            if isinstance(value, list) and isinstance(child, ast.stmt) and function is not None:
                yield from _without(value, place, child, where)
            yield from _inside(child, function)


def _is_text(node: ast.AST) -> bool:
    """Docstrings and sentences for people."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return True
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("N_", "cast", "_")


def _without(
    body: list[Any], place: int, statement: ast.stmt, where: str
) -> Iterator[tuple[int, str, Callable[[], None]]]:
    if isinstance(statement, ast.Expr | ast.AugAssign) or (
        isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Attribute | ast.Subscript)
    ):

        def leave_out() -> None:
            body[place] = ast.copy_location(ast.Pass(), statement)

        yield statement.lineno, f"{where}{_said(statement)} -> (left out)", leave_out


def _of_node(node: ast.AST) -> Iterator[tuple[str, str, Callable[[], None]]]:
    said = _said(node)
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in _SWAPS.get(type(operator), ()):
                yield _set(node, said, "ops", place, other())
    elif isinstance(node, ast.BinOp | ast.BoolOp):
        for other in _SWAPS.get(type(node.op), ()):
            yield _set(node, said, "op", None, other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _set(node, said, "op", None, ast.UAdd(), shown=f"bool of {said}")
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        yield _set(node, _said(node.test), "test", None, ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.Constant):
        for value in _others(node.value):
            yield _set(node, said, "value", None, value)
    elif isinstance(node, ast.Break):
        yield "break", "pass", lambda: node.__setattr__("__class__", ast.Pass)
    elif isinstance(node, ast.Continue):
        yield "continue", "break", lambda: node.__setattr__("__class__", ast.Break)


def _set(
    node: Any, said: str, field: str, place: int | None, value: Any, shown: str | None = None
) -> tuple[str, str, Callable[[], None]]:
    twin = copy.copy(node)
    if place is None:
        setattr(twin, field, value)
    else:
        setattr(twin, field, [*getattr(node, field)])
        getattr(twin, field)[place] = value

    def do() -> None:
        setattr(node, field, getattr(twin, field))

    said_then = _said(twin.test) if field == "test" else _said(twin)
    return said, shown or said_then, do


def _others(value: Any) -> tuple[Any, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int | float):
        return (value + 1,)
    if isinstance(value, str):
        return (value + "~",)
    return ()


def _said(node: ast.AST) -> str:
    with contextlib.suppress(Exception):
        return " ".join(ast.unparse(node).split())[:100]
    return type(node).__name__


# --- one mutant -----------------------------------------------------------------------------------------------------


class _Finder(importlib.abc.MetaPathFinder):
    """Finds one module, changed."""

    def __init__(self, mutant: Mutant) -> None:
        self._module = mutant.file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        self._mutant = mutant

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """The module of the mutant; None for all others."""
        if fullname != self._module:
            return None
        file = str(ROOT / self._mutant.file)
        loader = _Loader(fullname, file)
        loader.number = self._mutant.number
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)


class _Loader(importlib.machinery.SourceFileLoader):
    number = 0

    def get_code(self, fullname: str) -> CodeType:
        """The code of the changed tree; nothing is cached."""
        return compile(changed(Path(self.path).read_text("utf-8"), self.number), self.path, "exec")


def _live(mutant: Mutant | None, seconds: int) -> None:
    """In a process of its own: run the tests; the exit code says whether one failed."""
    import pytest

    if seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    os.environ["PYTHONDONTWRITEBYTECODE"] = os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    if mutant is not None:
        sys.meta_path.insert(0, _Finder(mutant))
    files = [str(ROOT / "tests/form" / name) for name in TESTS]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = pytest.main([*files, "-x", "-q", "-p", "no:cacheprovider", "-o", "addopts=", "-o", "filterwarnings="])
    os._exit(int(code))


def _fate(mutant: Mutant | None, seconds: int = 0) -> tuple[str, float]:
    """How it died, or `lives`; and the processor time it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    process = multiprocessing.get_context("fork").Process(target=_live, args=(mutant, seconds))
    process.start()
    process.join()
    took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    if process.exitcode in (-signal.SIGXCPU, -signal.SIGKILL):
        return "time over", took
    return ("lives" if process.exitcode == 0 else "dies"), took


def main(arguments: list[str] | None = None) -> int:
    """Make mutants and count the dead; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="how many mutants, chosen by chance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only files with this in their name")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--list", action="store_true", help="only say how many there are in each file")
    args = parser.parse_args(arguments)
    every = [
        one
        for pattern in TARGETS
        for path in sorted(ROOT.glob(pattern))
        if args.only in path.name
        for one in mutants(path)
    ]
    if args.list:
        for file in dict.fromkeys(one.file for one in every):
            print(f"{sum(one.file == file for one in every):6} {file}")
        return 0
    chosen = random.Random(args.seed).sample(every, min(args.count, len(every)))
    _prepare()
    fate, unchanged = _fate(None)
    if fate != "lives":
        print("The tests fail without any change; nothing can be said.", file=sys.stderr)
        return 2
    seconds = round(max(LEAST_SECONDS, unchanged * TIMES_UNCHANGED))
    began = time.perf_counter()
    alive: list[Mutant] = []
    equivalent = slow = 0
    for at, mutant in enumerate(chosen, 1):
        fate, _took = _fate(mutant, seconds)
        slow += fate == "time over"
        if fate == "lives" and mutant.name in EQUIVALENT:
            equivalent += 1
        elif fate == "lives":
            alive.append(mutant)
            print(f"lives: {mutant.file}:{mutant.line} {mutant.what}", file=sys.stderr, flush=True)
        if not args.json and at % 50 == 0:
            print(f"{at} of {len(chosen)}, {len(alive)} alive", file=sys.stderr, flush=True)
    counted = len(chosen) - equivalent
    share = (counted - len(alive)) / counted if counted else 1.0
    result = {
        "mutants": len(every), "sampled": len(chosen), "seed": args.seed, "equivalent": equivalent, "alive": len(alive), "time_over": slow, "unchanged_s": round(unchanged, 1), "limit_s": seconds,
        "killed": round(share, 4), "wanted": WANTED, "holds": share >= WANTED, "seconds": round(time.perf_counter() - began, 1),
        "survivors": [f"{one.file}:{one.line} {one.what}" for one in alive],
    }  # fmt: skip
    if args.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        print(
            f"{counted - len(alive)} of {counted} died ({share:.1%}); {equivalent} cannot be noticed; seed {args.seed}"
        )
    return 0 if share >= WANTED else 1


def _prepare() -> None:
    """Load once what every mutant needs, and nothing of the engine."""
    import hypothesis
    import lxml.etree  # noqa: F401
    import pytest  # noqa: F401

    hypothesis.settings.register_profile("mutation", derandomize=True, database=None, deadline=None)
    hypothesis.settings.load_profile("mutation")
    engine = [name for name in sys.modules if name.startswith("inspector.form")]
    assert not engine, engine


if __name__ == "__main__":
    sys.exit(main())
