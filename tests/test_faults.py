"""Every fault of `python -m tests.faults` happens a few times in the suite too."""

import pytest

from tests.faults.__main__ import names, run


@pytest.mark.parametrize("name", names())
def test_what_goes_wrong_loses_nothing(name):
    found = run(name)

    assert found["holds"], found
