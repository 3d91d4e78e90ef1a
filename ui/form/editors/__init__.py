"""
One editor for each kind of question: `made(asked)` gives it. A kind that nobody registered is edited as text.

    name of the kind -> the editor; `kind_of_question` chooses by control, type, appearance and number of choices
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ui.form.editors.barcode import BarcodeEditor
from ui.form.editors.base import Asked, Editor, Tools, TypedEditor
from ui.form.editors.choice import RESULTS, WIDE, AcknowledgeEditor, RadioEditor, SegmentsEditor
from ui.form.editors.moment import DateEditor, MomentEditor, TimeEditor
from ui.form.editors.number import DecimalEditor, IntegerEditor
from ui.form.editors.picture import PictureEditor, SignatureEditor
from ui.form.editors.place import PathEditor, PlaceEditor
from ui.form.editors.said import SaidEditor
from ui.form.editors.search import SearchEditor, SearchSeveralEditor
from ui.form.editors.several import RankingEditor, SeveralEditor
from ui.form.editors.slider import SliderEditor
from ui.form.editors.text import LongTextEditor, TextEditor

if TYPE_CHECKING:
    from inspector.form import Node

EDITORS: Final[dict[str, Callable[[Asked], Editor]]] = {
    "text": TextEditor,
    "long text": LongTextEditor,
    "integer": IntegerEditor,
    "decimal": DecimalEditor,
    "date": DateEditor,
    "time": TimeEditor,
    "dateTime": MomentEditor,
    "segments": SegmentsEditor,
    "radio": RadioEditor,
    "search": SearchEditor,
    "several": SeveralEditor,
    "search several": SearchSeveralEditor,
    "ranking": RankingEditor,
    "range": SliderEditor,
    "geopoint": PlaceEditor,
    "path": PathEditor,
    "picture": PictureEditor,
    "signature": SignatureEditor,
    "barcode": BarcodeEditor,
    "acknowledge": AcknowledgeEditor,
    "said": SaidEditor,
}
FEW: Final = 9
_BY_TYPE: Final = {
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "dateTime",
    "geopoint": "geopoint",
    "geotrace": "path",
    "geoshape": "path",
    "barcode": "barcode",
}


def kind_of_question(node: Node) -> str:
    """Which editor a question needs."""
    question = node.question
    appearance, control = question.appearance.split(), question.control
    if (question.calculated and (node.readonly or not control)) or node.readonly:
        return "said"
    if control == "trigger":
        return "acknowledge"
    if control == "select1":
        labels = [choice.label for choice in node.choices]
        if len(labels) > FEW or "autocomplete" in appearance:
            return "search"
        # A list that answers may change has no lasting number of choices.
        control_ = node.definition.control
        if control_ is not None and control_.choices is not None and control_.choices.changes:
            return "search"
        results = {choice.value for choice in node.choices} <= set(RESULTS)
        short = len(labels) <= 5 and sum(map(len, labels)) + 4 * len(labels) <= WIDE
        return "segments" if results or short else "radio"
    if control == "select":
        return "search several" if len(node.choices) > FEW or "autocomplete" in appearance else "several"
    if control == "rank":
        return "ranking"
    if control == "range":
        return "range"
    if control == "upload":
        return "signature" if "signature" in appearance else "picture"
    if node.definition.type == "string":
        return "long text" if "multiline" in appearance else "text"
    return _BY_TYPE.get(node.definition.type, "text")


def made(asked: Asked) -> Editor:
    """The editor of a question."""
    return EDITORS[kind_of_question(asked.node)](asked)


__all__ = ["EDITORS", "Asked", "Editor", "Tools", "TypedEditor", "kind_of_question", "made"]
