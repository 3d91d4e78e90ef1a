"""Corners of the language that a changed line of the engine would turn."""

from __future__ import annotations

import pytest

from inspector.form import load
from tests.form.test_hostile import form

LIST = (
    '<instance id="x"><root><item of="p"><name>a</name><n>2</n></item><item><name>b</name><n>1</n></item>'
    "<item><name>c</name><n>3</n></item></root></instance>"
)
CASES = {
    "instance('x')/root/item[position() = 2]/name": "b",
    "instance('x')/root/item[number(/data/a)]/name": "b",
    "instance('x')/root/item[name = 'c' and n = 3]/n": "3",
    "instance('x')/root/item[name = /data/none or n = 1]/name": "b",
    "instance('x')/root/item[name = 'a']/@of": "p",
    "instance('x')/root/*[name = 'b']/n": "1",
    "count(instance('x')/root/item[name = 'b']/following-sibling::item)": "1",
    "count(instance('x')/root/item[name != 'b' and position() > 1])": "1",
    "/data/a = /data/a": "true",
    "/data/a = '3'": "false",
    "'x' = 'y'": "false",
    "string-length('abc') = 3": "true",
    "pulldata('x', 'n', '@of', 'p')": "2",
    "round(-7.5)": "-8",
    "coalesce(/data/none, 'z')": "z",
}


@pytest.mark.parametrize("expression", sorted(CASES))
def test_an_expression_has_its_value(expression: str):
    bind = f'<bind nodeset="/data/b" calculate="{expression.replace(">", "&gt;")}"/>'
    filled = load(form(bind, data="<a>2</a><b/><none/>", extra=LIST)).new()

    assert filled["b"].value == CASES[expression]
