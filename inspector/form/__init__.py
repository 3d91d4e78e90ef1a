"""
The form engine: an XForm is loaded once, compiled to closures, and filled through instances. Self-contained.

    form = load(xform)                        every problem at once, in one FormError
    filled = form.new()
    delta = filled.answer("earthing/resistance", "12.5")
    delta.values, delta.changes               what the answer and all that follows from it changed
    filled["earthing/resistance"].violation   a rule that it breaks now
"""

from inspector.form.definition import Question
from inspector.form.form import Form, load
from inspector.form.instance import Instance
from inspector.form.node import Change, Delta, Node, Violation
from inspector.form.problems import AnswerError, FormError, Problem

__all__ = [
    "AnswerError",
    "Change",
    "Delta",
    "Form",
    "FormError",
    "Instance",
    "Node",
    "Problem",
    "Question",
    "Violation",
    "load",
]
