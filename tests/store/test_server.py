"""A register on a PostgreSQL server: several write at once, a server that is away is named, nothing else opens a socket."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector import arrivals, cli, moving, register, workplace
from inspector.reports import papers
from inspector.store import Store, StoreError, open_store
from tests import postgresql, stores
from tests.scenario import Laptop

ABSENT = "postgresql+psycopg://inspector@/absent?host=/nonexistent"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The server of this run, or one for this file alone."""
    if stores.SERVER:
        yield stores.SERVER
        return
    with postgresql.server() as url:
        yield url


@pytest.fixture
def database(server: str, request: pytest.FixtureRequest) -> str:
    """The URL of an empty database."""
    import psycopg

    name = f"d{abs(hash(request.node.nodeid)):x}_{os.getpid()}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as made:
        made.execute(f'CREATE DATABASE "{name}" TEMPLATE "{stores.BLANK}"')
    return server.replace("/postgres?", f"/{name}?")


def digest(store: Store) -> tuple[str, int]:
    with store.read() as reader:
        return reader.digest()


def parcels(folder: Path, count: int) -> list[Path]:
    made = []
    for number in range(count):
        laptop = Laptop(folder, f"laptop{number}")
        visit = laptop.start(f"THA00{number}")
        laptop.answer(visit, "s3/ht_16", "fail", "Cáp võng.")
        made.append(laptop.export(visit))
        laptop.store.close()
    return made


def test_two_processes_that_merge_at_the_same_time_lose_nothing(database: str, tmp_path: Path) -> None:
    files = parcels(tmp_path, 4)
    begun = [
        subprocess.Popen(
            [sys.executable, "-m", "inspector", "--store", database, "merge", *map(str, some)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for some in (files[:3], files[1:])
    ]  # fmt: skip
    for process in begun:
        out, err = process.communicate()
        assert process.returncode == 0, out + err

    with open_store(tmp_path / "file.db") as alone, open_store(database) as both:
        register.merge(alone, files)
        assert digest(both) == digest(alone)
        assert both.rebuild()[1] == 0


def test_a_register_moves_into_a_database_and_goes_on_there(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    *some, last = parcels(tmp_path, 3)
    path = tmp_path / "so.db"
    with workplace.open_workplace(str(path)) as office:
        register.merge(office, some)
        before, device = digest(office), office.read()
        with device as reader:
            uid = reader.device
    assert cli.main(["--store", str(path), "move", database]) == 0
    assert not path.exists()
    with open_store(database) as moved, open_store(tmp_path / "so-moved.db") as kept:
        assert digest(moved) == digest(kept) == before
        with moved.read() as reader:
            assert (reader.device, len(arrivals.listed(reader))) == (uid, 2)
        assert register.merge(moved, [last]).files[0].verdict == "merged"
        assert moved.rebuild()[1] == 0
    with pytest.raises(moving.MoveRefused):
        moving.move(tmp_path / "so-moved.db", database)
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("url", [ABSENT, "postgresql+psycopg://[", "postgresql+unknown://x/y"])
def test_a_server_that_is_away_is_named(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StoreError) as refused:
        open_store(url)
    assert refused.value.code == "store.away"
    assert cli.main(["--store", url, "digest"]) == 1
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("words", "code", "said", "cure"),
    [
        (
            'FATAL:  password authentication failed for user "kiemtra"',
            "store.denied",
            "không cho bạn vào: sai mật khẩu (",
            "kiểm tra tên người dùng và mật khẩu",
        ),
        ("fe_sendauth: no password supplied", "store.denied", "cần mật khẩu (", "mật khẩu trong địa chỉ"),
        ('FATAL:  role "kiemtra" does not exist', "store.denied", "không biết người dùng này (", "người quản trị"),
        (
            'FATAL:  no pg_hba.conf entry for host "10.0.0.7", user "kiemtra"',
            "store.denied",
            "máy tính này không được phép (",
            "người quản trị",
        ),
        ('FATAL:  database "so" does not exist', "store.missing", "Trên máy chủ không có", "tạo cơ sở dữ liệu đó"),
        (
            "[Errno -2] Name or service not known",
            "store.away",
            "không biết tên máy chủ (",
            "kiểm tra máy chủ",
        ),
        (
            "Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?",
            "store.away",
            "không có máy chủ nào trả lời ở đó (",
            "kiểm tra máy chủ",
        ),
        ("connection timeout expired", "store.away", "không trả lời kịp (", "kiểm tra máy chủ"),
    ],
)
def test_why_a_database_does_not_open_is_said_in_vietnamese_before_the_words_of_the_server(
    words: str, code: str, said: str, cure: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import psycopg

    def refused(*_args: object, **_options: object) -> None:
        raise psycopg.OperationalError(f"connection failed: {words}")

    monkeypatch.setattr(psycopg, "connect", refused)

    assert cli.main(["--store", "postgresql+psycopg://kiemtra:mat-khau@may-chu/so", "--json", "digest"]) == 1

    printed = capsys.readouterr()
    told = json.loads(printed.out)["error"]
    assert told["code"] == code
    assert said in told["message"]
    assert cure in told["message"]
    assert " ".join(words.split()) in told["message"]
    assert len(printed.err.splitlines()) == 1
    assert "mat-khau" not in told["message"]


def test_a_database_that_the_server_does_not_have_is_named(server: str) -> None:
    for was, now, code in (
        ("/postgres?", "/khong-co?", "store.missing"),
        ("//inspector@", "//nobody@", "store.denied"),
    ):
        with pytest.raises(StoreError) as refused:
            open_store(server.replace(was, now))
        assert refused.value.code == code


def test_a_database_prints_no_annex_about_state_secrets(database: str, tmp_path: Path) -> None:
    for name, annexes in ((str(tmp_path / "file.db"), 1), (database, 0)):
        laptop = Laptop(tmp_path, "unused")
        laptop.store = workplace.open_workplace(name)
        visit = laptop.start("THA0090", "state_secret", types="exchange")
        laptop.answer_all(visit, "pass", "state_secret")
        with laptop.store.read() as reader:
            found = papers.minutes_of(reader, visit).annexes
        laptop.store.close()
        assert len([one for one in found if one.audience]) == annexes


NO_SOCKET = """
import sys
def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.")) and event != "socket.gethostname":
        raise SystemExit(f"a socket: {event} {arguments}")
sys.addaudithook(watch)
from inspector import cli
code = cli.main(sys.argv[1:])
assert "psycopg" not in sys.modules and "PySide6.QtNetwork" not in sys.modules
sys.exit(code)
"""


def test_with_a_file_no_socket_is_opened(tmp_path: Path) -> None:
    (file,) = parcels(tmp_path, 1)
    store = str(tmp_path / "so.db")
    for words in (["merge", str(file)], ["verify", str(file)], ["backup", str(tmp_path / "copy.db")], ["digest"]):
        done = subprocess.run(
            [sys.executable, "-c", NO_SOCKET, "--store", store, *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_the_watch_for_sockets_sees_one() -> None:
    code = NO_SOCKET.replace("from inspector import cli", "import socket; socket.socket()")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "a socket: socket.__new__" in done.stderr
