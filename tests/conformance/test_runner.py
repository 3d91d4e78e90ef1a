"""The runner of conformance cases says truly what holds and what does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.conformance.__main__ import main

FORM = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance>'
    '<data id="t"><a/><b/></data></instance><bind nodeset="/data/b" calculate="/data/a * 2"/></model></h:head>'
    '<h:body><input ref="/data/a"><label>A</label></input></h:body></h:html>'
)


def scenario(value: str, **more: Any) -> str:
    steps = [
        {"do": "answer", "ref": "/data/a", "value": "4"},
        {
            "do": "expect",
            "nodes": [{"ref": "/data/b", "exists": True, "value": value}, {"ref": "/data/c", "exists": False}],
        },
    ]
    return json.dumps({"id": f"is {value}", "topic": "t", "form": FORM, "steps": steps, **more})


def expression(value: float) -> str:
    case = {"id": f"sum {value}", "topic": "t", "dialect": "odk", "expression": "1 + 2", "xml": "<a/>", "context": "/"}
    return json.dumps({**case, "type": "number", "value": value})


def test_cases_that_hold_pass(tmp_path: Path, capsys):
    (tmp_path / "scenarios.jsonl").write_text(scenario("8") + "\n")
    (tmp_path / "xpath.jsonl").write_text(expression(3) + "\n")

    assert main([str(tmp_path)]) == 0
    assert "1 cases, 1 pass, 0 fail, 0 skipped" in capsys.readouterr().out


def test_a_case_that_differs_is_named_and_the_others_still_run(tmp_path: Path, capsys):
    lines = [scenario("9"), scenario("8"), scenario("8", id="must fail", load="error"), "{}"]
    (tmp_path / "scenarios.jsonl").write_text("\n".join(lines))
    (tmp_path / "xpath.jsonl").write_text(expression(4) + "\n")

    assert main([str(tmp_path), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [(suite["passed"], suite["failed"]) for suite in said["suites"]] == [(1, 3), (0, 1)]
    assert set(said["suites"][0]["failures"]) == {"is 9", "must fail", "line 4"}


def test_a_folder_without_cases_is_no_success(tmp_path: Path):
    assert main([str(tmp_path)]) == 2
