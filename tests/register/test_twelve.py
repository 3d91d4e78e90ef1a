"""Twelve workbooks, four of them odd, as a supervisor meets them: preview, merge, two registers that agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inspector import arrivals, cli, i18n, proposals, register, workplace
from inspector.journal import short
from tests.register import twelve


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("twelve")
    return twelve.workbooks(folder / "people", folder / "usb")


def test_the_terminal_previews_and_merges_twelve(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    i18n.set_language("vi")
    usb, store = files[0].parent, str(tmp_path / "register.db")

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main(["--store", store, *words])
        return code, *capsys.readouterr()

    def told(*words: str) -> dict[str, Any]:
        _code, said, _aside = run("--json", *words)
        return json.loads(said)  # type: ignore[no-any-return]

    assert run("merge", str(usb / twelve.MERGED))[0] == 0
    before = told("digest")
    code, shown, aside = run("merge", str(usb), "--dry-run")
    assert code == 3
    assert told("digest") == before
    lines = {path.name: next(line for line in shown.splitlines() if line.startswith(path.name)) for path in files}
    assert len(lines) == len(files) == 12
    odd = {twelve.CUT: "từ chối", twelve.FOREIGN: "từ chối", twelve.MERGED: "không có gì mới"}
    for name, line in lines.items():
        assert odd.get(name, "sẽ hợp nhất") in line
    assert "2 bất đồng, 1 ô bị sửa" in lines[twelve.EDITED]
    assert "\n0 bất đồng chờ quyết định.\nSẽ mở ra 2 bất đồng.\n" in shown
    assert f"{twelve.CUT} không phải tệp bàn giao nhận được: không phải tệp Excel, hoặc tệp bị cắt cụt" in aside
    assert twelve.WAS in shown
    assert twelve.NOW in shown

    found = {Path(one["file"]).name: one for one in told("merge", str(usb))["files"]}
    verdicts = {name: one["verdict"] for name, one in found.items()}
    assert [name for name, verdict in verdicts.items() if verdict == "refused"] == [twelve.FOREIGN, twelve.CUT]
    assert verdicts[twelve.MERGED] == "nothing new"
    assert sum(verdict == "merged" for verdict in verdicts.values()) == 9
    (cell,) = found[twelve.EDITED]["cells_edited"]
    assert (cell["was"], cell["now"]) == (twelve.WAS, twelve.NOW)
    with workplace.open_workplace(store) as opened, opened.read() as reader:
        assert [one.cell.now for one in proposals.waiting(reader)] == [twelve.NOW]
        assert [one.missing for one in arrivals.parcels(reader)].count((2,)) == 1


def test_two_registers_fed_in_different_orders_read_out_the_same_code(files: list[Path], tmp_path: Path) -> None:
    codes = set()
    for name, order in (("one", files), ("other", [*files[::2][::-1], *files[1::2], files[0]])):
        with workplace.open_workplace(str(tmp_path / f"{name}.db")) as store:
            codes.add(short(register.merge(store, order).digest))
    assert len(codes) == 1
    assert len(codes.pop().replace(" ", "")) == 8
