"""
Real forms that were cut, mixed, bent and poisoned, by the thousand: loaded, filled a little, written and read again.

Each must end in one of two ways: refused with a FormError, or a form that takes answers and can be written and read. No
other exception may come out of any of it; no form may take longer than a second or much memory.
"""

from __future__ import annotations

import contextlib
import random
import re
import resource
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from lxml import etree

from inspector import paths
from inspector.form import FormError, load
from inspector.form.xlsform import read
from tests.benchmarks.form import generated
from tests.form.everything import RESOURCES, XML
from tests.form.test_laws import XFORM as LAWS

SHORT: Final = 60
MOST_SECONDS: Final = 1.0
MOST_MB: Final = 400
_POISON: Final = (
    "(", ")", "[", "]", "/data/none", "..", ".", "//*", "1 div 0", "regex(., '(a+)+$')", "count(//*)", "position(..)", "'", "\x85",
    "instance('none')/root/item", "jr:itext('none')", "once(.)", "randomize(//*)", "-" * 50, "9" * 400, "/" * 60, "(" * 80,
    "substr(., -9, 1e99)", "date('9999-12-31') + 1", "pow(9, 999)", "format-date(., '%')", "&#x10FFFF;", "true()", "",
)  # fmt: skip

Mutation = Callable[[str, str, random.Random], str]


def run(times: int, seed: int, folder: str = "") -> dict[str, Any]:
    """Load and fill so many mutated forms, of ours and of a folder; what became of them."""
    began, chance = time.monotonic(), random.Random(seed)
    sound = _sound(folder)
    outcomes: dict[str, Counter[str]] = {name: Counter() for name in MUTATIONS}
    wrong: list[str] = []
    slowest, before = 0.0, _peak_mb()
    for number in range(times):
        name = list(MUTATIONS)[number % len(MUTATIONS)]
        one, other = chance.choice(sound), chance.choice(sound)
        mutant = one
        for _ in range(chance.choice((1, 1, 2, 4))):
            mutant = MUTATIONS[name](mutant, other, chance)
        started = time.process_time()
        try:
            outcomes[name][_tried(mutant, chance)] += 1
        except Exception:
            wrong.append(f"{name} {number}: {traceback.format_exc()[-600:]}")
        slowest = max(slowest, time.process_time() - started)
    grown = _peak_mb() - before
    return {
        "times": times, "seed": seed, "outcomes": {name: dict(found) for name, found in outcomes.items()}, "wrong": wrong[:10],
        "slowest_s": round(slowest, 3), "memory_mb": round(grown), "seconds": round(time.monotonic() - began, 1),
        "holds": not wrong and slowest < MOST_SECONDS and grown < MOST_MB,
    }  # fmt: skip


def _sound(folder: str) -> list[str]:
    found = [XML, LAWS.strip(), generated(50)]
    found += [paths.resource("checklists", f"{path.stem}.xml").read_text("utf-8") for path in paths.shipped_forms()[:3]]
    for path in sorted(Path(folder).iterdir()) if folder else ():
        if path.suffix == ".xml":
            found.append(path.read_text("utf-8"))
        elif path.suffix in (".xlsx", ".xls"):
            found.append(read(path).xform)
    return [form for form in found if len(form) < 400_000]


def _tried(mutant: str, chance: random.Random) -> str:
    try:
        form = load(mutant, resources=RESOURCES, missing_is_empty=True)
        filled = form.new()
    except FormError:
        return "refused"
    nodes = list(filled.nodes())
    for node in chance.sample(nodes, min(5, len(nodes))):
        with contextlib.suppress(FormError):
            if node.definition.kind == "repeat":
                filled.add_repeat(node.path)
            elif node.definition.is_leaf:
                filled.answer(node.path, chance.choice(("1", "a", "b c", "2024-02-29", "", "10 106 0 0")))
            assert node.label is None or isinstance(node.label, str)
    with contextlib.suppress(FormError):
        form.restore(filled.serialise())
    return "filled"


def _span(text: str, chance: random.Random, most: int = 200) -> tuple[int, int]:
    start = chance.randrange(len(text))
    return start, min(len(text), start + chance.randrange(1, most))


def _cut(one: str, _other: str, chance: random.Random) -> str:
    start, end = _span(one, chance)
    return one[:start] + one[end:]


def _doubled(one: str, _other: str, chance: random.Random) -> str:
    start, end = _span(one, chance, 2_000)
    return one[:end] + one[start:end] + one[end:]


def _mixed(one: str, other: str, chance: random.Random) -> str:
    start, end = _span(one, chance)
    first, last = _span(other, chance)
    return one[:start] + other[first:last] + one[end:]


def _sign(one: str, _other: str, chance: random.Random) -> str:
    at = chance.randrange(len(one))
    return one[:at] + chance.choice("<>&\"'/[]()$ \x00\ud800ế0-") + one[at + 1 :]


def _poisoned(one: str, _other: str, chance: random.Random) -> str:
    """One attribute (mostly an expression) is something else."""
    spots = list(re.finditer(r'"[^"<>]*"', one))
    if not spots:
        return one
    spot = chance.choice(spots)
    return f"{one[: spot.start() + 1]}{chance.choice(_POISON).replace(chr(34), '')}{one[spot.end() - 1 :]}"


def _appended(one: str, _other: str, chance: random.Random) -> str:
    """One expression goes on."""
    spots = list(re.finditer(r'(?:relevant|calculate|constraint|nodeset|ref|value|required|jr:count)="[^"<>]*', one))
    if not spots:
        return one
    at = chance.choice(spots).end()
    return f"{one[:at]} {chance.choice(('+', '=', '|', 'or', '/', '[', ''))} {chance.choice(_POISON)}{one[at:]}"


def _renamed(one: str, _other: str, chance: random.Random) -> str:
    names = re.findall(r"<(?:[a-z]+:)?([A-Za-z_]\w*)", one)
    if not names:
        return one
    return re.sub(rf"\b{chance.choice(names)}\b", chance.choice([*names, "x"]), one, count=chance.choice((0, 1, 3)))


def _moved(one: str, _other: str, chance: random.Random) -> str:
    """One element stands elsewhere, twice, or not at all."""
    try:
        root = etree.fromstring(
            one.encode("utf-8", "replace"), etree.XMLParser(resolve_entities=False, huge_tree=False)
        )
    except etree.XMLSyntaxError:
        return one
    elements = list(root.iter(etree.Element))
    if len(elements) < 3:
        return one
    what, where = chance.choice(elements[1:]), chance.choice(elements)
    parent = what.getparent()
    if chance.random() < 0.3 and parent is not None:
        parent.remove(what)
    elif what not in (where, *where.iterancestors()):
        where.append(what)
    return etree.tostring(root, encoding="unicode")


def _deepened(one: str, _other: str, chance: random.Random) -> str:
    spots = [spot.end() for spot in re.finditer(r"<(?:group|data|item)[^<>/]*>", one)]
    if not spots:
        return one
    at, depth = chance.choice(spots), chance.choice((3, 40, 400))
    return one[:at] + "<group>" * depth + "</group>" * depth + one[at:]


MUTATIONS: Final[dict[str, Mutation]] = {
    "cut": _cut, "doubled": _doubled, "mixed": _mixed, "sign": _sign, "poisoned": _poisoned, "appended": _appended,
    "renamed": _renamed, "moved": _moved, "deepened": _deepened,
}  # fmt: skip


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
