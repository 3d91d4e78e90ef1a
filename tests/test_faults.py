"""Every fault of `python -m tests.faults` happens a few times in the suite too, each in a process of its own."""

import json
import subprocess
import sys

import pytest

from tests.faults.__main__ import names


@pytest.mark.parametrize("name", names())
def test_what_goes_wrong_loses_nothing(name):
    """A fresh process, as on the command line: some faults fork before Qt is there."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", name], capture_output=True, text=True, check=False, timeout=600
    )

    assert done.stdout.strip(), done.stderr[-2000:]
    assert json.loads(done.stdout)["holds"], done.stdout
