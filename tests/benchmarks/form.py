"""
The form engine on generated forms of 150, 1,000 and 5,000 questions; beside it, when it is installed, @getodk/xforms-engine.

Every form has groups, relevants, constraints, calculations, a repeat of 20 questions and a cascade of 5,000 choices. Each is
measured in a process of its own. The peer is run when PEER_SCRIPTS names the folder of bench_peer.mjs and PEER_DIR the folder
that has the npm package.

A workbook is converted once, when it comes in; what is kept and opened ever after is its XForm. Both ways are timed.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from inspector.form import Form, Instance, load
from inspector.form.xlsform import read

ROOT = Path(__file__).resolve().parents[2]
SIZES = (150, 1_000, 5_000)
GROUP = 25
INSTANCES = 500
CHOICES = 5_000
WANTED = {
    "load_5000_s": 3.0,
    "memory_5000_mb": 300,
    "answer_5000_p99_ms": 10,
    "repeat_add_p99_ms": 10,
    "cascade_p99_ms": 20,
    "stored_share": 1 / 3,
}


def run() -> dict[str, Any]:
    """All figures of this run, ours beside the peer's."""
    rows: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"form-{size}.xml"
            path.write_text(generated(size), encoding="utf-8")
            rows[str(size)] = {"ours": _child("measure", path), "peer": _peer(path, size)}
        kept = stored(Path(folder))
    largest = rows["5000"]["ours"]
    figures = {
        "load_5000_s": largest["load_ms"]["first"] / 1000,
        "memory_5000_mb": largest["memory_mb"],
        "answer_5000_p99_ms": largest["answer_ms"]["p99"],
        "repeat_add_p99_ms": largest["repeat_add_ms"]["p99"],
        "cascade_p99_ms": largest["cascade_ms"]["p99"],
        "stored_share": max(row["share"] for row in kept.values()),
    }
    holds = {name: figures[name] < limit for name, limit in WANTED.items()}
    for size, row in rows.items():
        if "load_ms" in row["peer"]:
            holds[f"load_{size}_twice_as_fast"] = row["ours"]["load_ms"]["first"] * 2 <= row["peer"]["load_ms"]["first"]
            holds[f"answer_{size}_below_peer"] = row["ours"]["answer_ms"]["p99"] < row["peer"]["answer_ms"]["p99"]
    return {"name": "form", "rows": rows, "stored": kept, "wanted": WANTED, "figures": figures, "holds": holds}


def generated(size: int) -> str:
    """An XForm of about so many questions."""
    data, binds, body = [], [], []
    totals = []
    for group in range(size // GROUP):
        names = [f"q{group}_{place}" for place in range(GROUP)]
        data.append(f"<g{group}>{''.join(f'<{name}/>' for name in names)}<total/></g{group}>")
        if group % 10 == 9:
            binds.append(f'<bind nodeset="/data/g{group}" relevant="/data/open = \'yes\'"/>')
        controls, scores = [], []
        for place, name in enumerate(names):
            ref = f"/data/g{group}/{name}"
            earlier = f"/data/g{group}/q{group}_{place - place % 5}"
            if place % 5 == 0:
                binds.append(f'<bind nodeset="{ref}" type="string" required="true()"/>')
                items = "".join(
                    f"<item><label>{one}</label><value>{one}</value></item>" for one in ("pass", "fail", "na")
                )
                controls.append(f'<select1 ref="{ref}"><label>Check {name}</label>{items}</select1>')
            elif place % 5 == 4:
                before = f" + coalesce({scores[-1]}, 0)" if scores else ""
                binds.append(f'<bind nodeset="{ref}" calculate="if({earlier} = \'pass\', 1, 0){before}"/>')
                scores.append(ref)
            else:
                kind, rule = (("string", ""), ("int", 'constraint=". &gt;= 0 and . &lt;= 500"'), ("decimal", ""))[
                    place % 5 - 1
                ]
                shown = f"relevant=\"{earlier} = 'fail'\"" if place % 5 == 1 else ""
                binds.append(f'<bind nodeset="{ref}" type="{kind}" {shown} {rule}/>')
                controls.append(f'<input ref="{ref}"><label>Why <output value="{earlier}"/>?</label></input>')
        total = " + ".join(f"coalesce({score}, 0)" for score in scores)
        binds.append(f'<bind nodeset="/data/g{group}/total" calculate="{total}"/>')
        totals.append(f"/data/g{group}/total")
        body.append(f'<group ref="/data/g{group}"><label>Group {group}</label>{"".join(controls)}</group>')
    fields = [f"r{place}" for place in range(20)]
    data.append(f"<item>{''.join(f'<{name}/>' for name in fields)}</item>")
    inner = []
    for place, name in enumerate(fields):
        ref = f"/data/item/{name}"
        if place == 1:
            binds.append(f'<bind nodeset="{ref}" calculate="position(..)"/>')
        elif place % 3 == 1:
            binds.append(f'<bind nodeset="{ref}" calculate="coalesce(../r{place - 1}, 0) * 2"/>')
        else:
            rule = 'constraint=". &lt; 1000"' if place % 3 == 0 else f'relevant="../r{place - 2} &gt; 3"'
            binds.append(f'<bind nodeset="{ref}" type="int" {rule}/>')
            inner.append(f'<input ref="{ref}"><label>{name}</label></input>')
    body.append(f'<group ref="/data/item"><repeat nodeset="/data/item">{"".join(inner)}</repeat></group>')
    binds.append('<bind nodeset="/data/sum" calculate="sum(/data/item/r0)"/>')
    binds.append(f'<bind nodeset="/data/grand" calculate="{" + ".join(totals)}"/>')
    rows = "".join(
        f"<item><name>c{at}</name><label>Commune {at}</label><province>p{at % 50}</province></item>"
        for at in range(CHOICES)
    )
    provinces = "".join(f"<item><label>p{at}</label><value>p{at}</value></item>" for at in range(50))
    body.append(
        f'<select1 ref="/data/province"><label>Province</label>{provinces}</select1>'
        '<select1 ref="/data/commune"><label>Commune</label>'
        "<itemset nodeset=\"instance('communes')/root/item[province = /data/province]\">"
        '<value ref="name"/><label ref="label"/></itemset></select1>'
    )
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Generated</h:title>'
        f'<model><instance><data id="generated"><open/><province/><commune/>{"".join(data)}<sum/><grand/></data></instance>'
        f'<instance id="communes"><root>{rows}</root></instance>{"".join(binds)}</model></h:head>'
        f'<h:body><input ref="/data/open"><label>Open?</label></input>{"".join(body)}</h:body></h:html>'
    )


def workbook(path: Path, size: int) -> None:
    """A workbook of about so many questions."""
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append(["type", "name", "label", "relevant", "constraint", "calculation"])
    for at in range(0, size, 4):
        survey.append(["select_one result", f"q{at}", f"Question {at}"])
        survey.append(["text", f"q{at + 1}", "Why?", f"${{q{at}}} = 'fail'"])
        survey.append(["decimal", f"q{at + 2}", "How much?", None, ". >= 0 and . < 500"])
        survey.append(["calculate", f"q{at + 3}", None, None, None, f"if(${{q{at}}} = 'pass', 1, 0)"])
    choices = book.create_sheet("choices")
    for row in (["list_name", "name", "label"], ["result", "pass", "Pass"], ["result", "fail", "Fail"]):
        choices.append(row)
    book.save(path)


def comes_in(path: Path) -> dict[str, Any]:
    """In this process: a workbook as it comes in; its XForm is left beside it."""
    load(generated(50))
    started = time.perf_counter()
    converted = read(path)
    load(converted.xform, origin=converted.origin)
    took = (time.perf_counter() - started) * 1000
    path.with_suffix(".xml").write_text(converted.xform, encoding="utf-8")
    return {"ms": round(took, 1)}


def is_opened(path: Path) -> dict[str, Any]:
    """In this process: the form that is kept of a workbook."""
    load(generated(50))
    xml = path.read_text("utf-8")
    started = time.perf_counter()
    load(xml)
    return {"ms": round((time.perf_counter() - started) * 1000, 1)}


def stored(folder: Path) -> dict[str, Any]:
    """A workbook as it comes in, and the form that is kept of it: each the best of three, in processes of their own."""
    rows: dict[str, Any] = {}
    for size in SIZES:
        path = folder / f"checklist-{size}.xlsx"
        workbook(path, size)
        first = min(_child("comes_in", path)["ms"] for _ in range(3))
        after = min(_child("is_opened", path.with_suffix(".xml"))["ms"] for _ in range(3))
        rows[str(size)] = {"workbook_ms": first, "stored_ms": after, "share": round(after / first, 3)}
    return rows


def measure(path: Path) -> dict[str, Any]:
    """One form in this process."""
    xml = path.read_text("utf-8")
    loads: list[float] = []
    form: Form | None = None
    for _ in range(2):
        form = None
        started = time.perf_counter()
        form = load(xml)
        filled = form.new()
        loads.append((time.perf_counter() - started) * 1000)
    assert form is not None
    answers = _answers(filled)
    cascade = [_timed(lambda at=at: _cascade(filled, at)) for at in range(40)]
    adds = [_timed(lambda: filled.add_repeat("item")) for _ in range(INSTANCES - 1)]
    within = [_timed(lambda at=at: filled.answer(f"item[{at}]/r0", "5")) for at in range(1, INSTANCES, 5)]
    started = time.perf_counter()
    written = filled.serialise()
    return {
        "questions": len(form.questions),
        "load_ms": {"first": round(loads[0], 1), "best": round(min(loads), 1)},
        "answer_ms": _summary(answers),
        "cascade_ms": _summary(cascade),
        "repeat_add_ms": {
            **_summary(adds),
            "first_50": _summary(adds[:50])["p50"],
            "last_50": _summary(adds[-50:])["p50"],
        },
        "repeat_answer_ms": _summary(within),
        "serialise_ms": round((time.perf_counter() - started) * 1000, 1),
        "bytes": len(written),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    }


def _answers(filled: Instance) -> list[float]:
    asked = [node for node in filled.nodes() if node.kind == "question" and node.definition.control is not None]
    times = []
    for at, node in enumerate(asked[:: max(1, len(asked) // 400)]):
        text = {"int": str(at % 9), "decimal": "2.5"}.get(node.definition.type, ("pass", "fail", "na")[at % 3])
        path = node.path
        times.append(_timed(lambda path=path, text=text: filled.answer(path, text)))
    return times


def _cascade(filled: Instance, at: int) -> int:
    filled.answer("province", f"p{at % 50}")
    return len([choice.label for choice in filled["commune"].choices])


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def _summary(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "p50": round(ordered[len(ordered) // 2], 3),
        "p99": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], 3),
        "max": round(ordered[-1], 3),
    }


def _child(what: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.form", what, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _peer(path: Path, size: int) -> dict[str, Any]:
    scripts, folder = os.environ.get("PEER_SCRIPTS"), os.environ.get("PEER_DIR")
    if not scripts or not folder:
        return {"left_out": "PEER_SCRIPTS and PEER_DIR are not set"}
    command = ["node", f"{scripts}/bench_peer.mjs", str(path), "--loads", "1", "--answers", "100"]
    if size == SIZES[0]:
        command += ["--repeat", "/data/item", "60"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, timeout=600)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


if __name__ == "__main__":
    parts = {"measure": measure, "comes_in": comes_in, "is_opened": is_opened}
    print(json.dumps(parts[sys.argv[1]](Path(sys.argv[2])) if len(sys.argv) > 1 else run(), indent=1))
