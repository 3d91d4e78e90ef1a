"""A form filled by chance with valid answers, in any order: what a person might do with it on a long day."""

from __future__ import annotations

import random

from inspector.form import AnswerError, Instance, Node

_SAMPLES = {
    "int": ("0", "1", "7", "42", "-3"),
    "decimal": ("0.5", "12.25", "3"),
    "date": ("2024-02-29", "1999-12-31"),
    "time": ("10:20:30.000",),
    "dateTime": ("2024-05-06T10:00:00.000+07:00",),
    "geopoint": ("10.5 106.7 3.0 4.0",),
    "geotrace": ("10 106 0 0;11 107 0 0",),
    "geoshape": ("10 106 0 0;11 107 0 0;10 107 0 0;10 106 0 0",),
}


def fill(filled: Instance, acts: int, chance: random.Random) -> None:
    """So many answers and added or removed instances; then the draft is written, read, and finished."""
    for _ in range(acts):
        nodes = [node for node in filled.nodes() if node.relevant and not node.readonly and not _computed(node)]
        node = chance.choice(nodes)
        try:
            _act(filled, node, chance)
        except AnswerError:
            continue  # the form decides how many instances there are, or computes the value
    again = filled.form.restore(filled.draft())
    again.set_language(filled.language)
    assert [one.value for one in again.nodes()] == [one.value for one in filled.nodes()]
    assert filled.serialise()


def _computed(node: Node) -> bool:
    """Whether its value is computed: such a value may be changed by hand, and is computed again when the draft is opened."""
    return node.definition.bind is not None and node.definition.bind.calculate is not None


def _act(filled: Instance, node: Node, chance: random.Random) -> None:
    if node.kind == "repeat" and len(node.children) < 6:
        filled.add_repeat(node.path)
    elif node.kind == "repeat-instance" and chance.random() < 0.2:
        filled.remove_repeat(node.path)
    elif node.kind == "question":
        filled.answer(node.path, _text(node, chance))
        assert node.label is None or isinstance(node.label, str)


def _text(node: Node, chance: random.Random) -> str:
    control = node.definition.control
    values = [choice.value for choice in node.choices]
    if control is not None and control.tag in ("select", "rank"):
        return " ".join(chance.sample(values, chance.randint(0, len(values))))
    if values:
        return chance.choice(values)
    if control is not None and control.choices is not None:
        return ""
    return chance.choice(_SAMPLES.get(node.definition.type, ("text", "văn bản", "")))
