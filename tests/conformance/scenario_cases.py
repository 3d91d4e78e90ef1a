"""Cases of scenarios.jsonl: a form, steps, and what must hold after each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from lxml import etree

from inspector.form import AnswerError, Form, FormError, Instance, Node, load
from inspector.form.problems import problem

_UUID = re.compile(r"uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Visitor:
    """Carries out the steps of one case and gathers what is different."""

    def __init__(self, case: dict[str, Any], folder: Path, zone: tzinfo, now: Callable[[], datetime]) -> None:
        self.case, self.folder = case, folder
        self.given: dict[str, Any] = {"clock": now, "zone": zone}
        self.given["properties"] = case.get("environment", {}).get("preload", {})
        self.found: list[str] = []
        self.checks = 0

    def run(self) -> list[str]:
        """What is different; empty when the case holds."""
        try:
            form = self.loaded()
            instance = form.new(**self.given)
        except FormError as refused:
            return [] if self.case.get("load") == "error" else [f"refused: {refused.says()}"]
        if self.case.get("load") == "error":
            return ["loads, and must be refused"]
        for at, step in enumerate(self.case["steps"]):
            if step["do"] == "expect":
                self.found += [f"step {at}: {one}" for one in self.expect(step, instance)]
                continue
            try:
                instance = self.act(step, form, instance)
            except FormError as refused:
                if not step.get("error"):
                    return [*self.found, f"step {at} ({step['do']}) refused: {refused.says()}"]
            else:
                if step.get("error"):
                    self.found.append(f"step {at} ({step['do']}) must be refused")
        return self.found

    def loaded(self) -> Form:
        """The form of the case with its attachments."""
        case = self.case
        xml = case["form"] if "form" in case else (self.folder / case["form_file"]).read_bytes()
        resources = {address: one["data"] for address, one in case.get("resources", {}).items()}
        empty = case.get("environment", {}).get("missing_resources") == "blank"
        return load(xml, resources=resources, missing_is_empty=empty)

    def act(self, step: dict[str, Any], form: Form, instance: Instance) -> Instance:
        """One step that is not a check; the instance to go on with."""
        match step["do"]:
            case "answer":
                if step["ref"] in instance and instance[step["ref"]].readonly:
                    raise AnswerError([problem("answer.readonly", "a person cannot answer it")])
                instance.answer(step["ref"], step["value"], strict=False)
            case "add_repeat":
                instance.add_repeat(step["ref"])
            case "remove_repeat":
                instance.remove_repeat(step["ref"])
            case "set_language":
                instance.set_language(step["language"])
            case "new_instance":
                return form.new(**self.given)
            case "save_and_reload":
                return form.restore(instance.serialise(), **self.given)
            case "save_and_edit":
                return form.edit(instance.serialise(), **self.given)
            case "load_instance":
                take = form.edit if step["mode"] == "edit" else form.restore
                return take(step["xml"], **self.given)
            case other:
                raise ValueError(f"unknown step {other}")
        return instance

    def expect(self, step: dict[str, Any], instance: Instance) -> Iterator[str]:
        """What differs from one check."""
        for wanted in step.get("nodes", ()):
            ref = wanted["ref"]
            node = instance[ref] if ref in instance else None  # noqa: SIM401 (an instance is no dict)
            shown = seen(node, wanted)
            for key, value in wanted.items():
                self.checks += 1
                if key != "ref" and shown.get(key) != value and general(shown.get(key)) != value:
                    yield f"{ref} {key}: expected {value!r}, got {shown.get(key)!r}"
        if "violations" in step:
            self.checks += 1
            broken = [
                {"ref": n.ref, "kind": n.violation.value, "message": n.message}
                for n in instance.violations()
                if n.violation
            ]
            kept = [
                {
                    key: value
                    for key, value in one.items()
                    if at >= len(step["violations"]) or key in step["violations"][at]
                }
                for at, one in enumerate(broken)
            ]
            if kept != step["violations"]:
                yield f"violations: expected {step['violations']!r}, got {broken!r}"
        if "instance_xml" in step:
            self.checks += 1
            wanted_xml, got = canonical(step["instance_xml"]), canonical(instance.serialise())
            if wanted_xml != got:
                yield f"instance: expected {wanted_xml!r}, got {got!r}"


def seen(node: Node | None, wanted: dict[str, Any]) -> dict[str, Any]:
    """What is to be seen at a node, under the keys of a check."""
    if node is None:
        return {"exists": False}
    violation = node.violation
    shown: dict[str, Any] = {
        "exists": True,
        "relevant": node.relevant,
        "readonly": node.readonly,
        "required": node.required,
        "value": node.string() if node.definition.is_leaf else "",
        "validity": violation.value if violation is not None else "ok",
        "message": node.message,
        "count": len(node.children),
    }
    if "label" in wanted:
        shown["label"] = node.label
    if "hint" in wanted:
        shown["hint"] = node.hint
    if "choices" in wanted:
        shown["choices"] = [
            {key: value for key, value in (("value", one.value), ("label", one.label)) if key in asked}
            for one, asked in zip(node.choices, wanted["choices"], strict=False)
        ] + [{"value": one.value, "label": one.label} for one in node.choices[len(wanted["choices"]) :]]
    return shown


def general(value: Any) -> Any:
    """A text with every random uuid written as the cases write it."""
    return _UUID.sub("uuid:*", value) if isinstance(value, str) else value


def canonical(xml: str) -> Any:
    """An instance as it is compared: names, attributes, order, text of leaves; nothing else."""
    return _canonical(etree.fromstring(xml.encode()))


def _canonical(element: Any) -> Any:
    children = [_canonical(child) for child in element.iterchildren(tag=etree.Element)]
    text = "" if children else general("".join(element.itertext()))
    return element.tag, sorted((key, general(value)) for key, value in element.attrib.items()), text, children


def check(case: dict[str, Any], folder: Path, zone: tzinfo, now: Callable[[], datetime]) -> list[str]:
    """What is different in one case; empty when it holds."""
    return Visitor(case, folder, zone, now).run()
