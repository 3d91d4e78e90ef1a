"""A small store with visits for the tests that gather papers from it."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from functools import cache

from sqlalchemy import insert

from inspector import model, paths
from inspector.store import Store, Transaction
from inspector.store.tables import checklist, checklist_item

FORMS = ("fire", "infrastructure", "state_secret")


@cache
def xform(name: str) -> str:
    """A shipped checklist as XForm."""
    from pyxform.xls2xform import convert

    return str(convert(str(paths.root() / "forms" / f"{name}.xlsx")).xform)


def sha_of(name: str) -> str:
    """How a store knows this version of a checklist."""
    return hashlib.sha256(xform(name).encode()).hexdigest()


def install(tx: Transaction) -> None:
    """Put the checklists into a store."""
    from inspector.reports.checklist_words import checklist_words

    for name in FORMS:
        words = checklist_words(xform(name))
        tx.connection.execute(
            insert(checklist).values(
                sha256=sha_of(name), name=name, version=words.version, title=words.title, xform=xform(name), installed=1
            )
        )
        measures = dict(words.measures.items())
        tx.connection.execute(
            insert(checklist_item),
            [
                dict(
                    sha256=sha_of(name),
                    path=path,
                    position=number,
                    code=item.code,
                    section=item.section,
                    text=item.text,
                    fails_on="fail",
                    severity=item.severity,
                    due_days=30,
                    measure_of=measures.get(path, ""),
                )
                for number, (path, item) in enumerate(words.items)
            ],
        )


def fill(store: Store) -> None:
    """Two visits to one site, the second on state secrets too, and one to another site; a third is only planned."""
    with store.transact("set-up") as tx:
        install(tx)
    with store.transact("plan") as tx:
        for name, side, post, unit in (
            ("Nguyễn Văn Ánh", "police", "Đội trưởng", "Phòng PC07"),
            ("Trần Thị Bưởi", "vnpt", "Phó phòng", "Phòng Kỹ thuật"),
            ("Đỗ Thị Hạnh", "site", "Tổ trưởng", "Tổ kỹ thuật Hoằng Hóa"),
        ):
            tx.put(model.Person(uid=model.person_uid(name), name=name, side=side, post=post, unit=unit))
        for code, name, commune in (
            ("THA-0123", "Trạm BTS Hoằng Lộc 2", "Hoằng Lộc"),
            ("THA-0200", "Trạm BTS Hải Bình", "Hải Bình"),
            ("THA-0300", "Trạm BTS Lam Sơn", "Lam Sơn"),
        ):
            tx.put(
                model.Site(
                    uid=model.site_uid(code),
                    code=code,
                    name=name,
                    commune=commune,
                    types="bts tower exchange dc office",
                    unit="Trung tâm Hoằng Hóa",
                )
            )
        tx.put(
            model.Round(
                uid="r1", name="Quý I", starts="2026-01-01", ends="2026-03-31", grounds="Kế hoạch số 12/KH-ĐKTLN"
            )
        )
    visit(store, "v1", "THA-0123", date(2025, 9, 1), ("fire",), fails=("pccc_03",), number="2")
    visit(store, "v2", "THA-0123", date(2026, 1, 5), FORMS, fails=("pccc_03", "pccc_05", "bmnn_02"), number="5")
    visit(store, "v3", "THA-0200", date(2026, 2, 9), ("fire",), fails=("pccc_03",), number="")
    with store.transact("plan") as tx:
        tx.put(model.Visit(uid="v9", site=model.site_uid("THA-0300"), date="2026-03-01"))


def visit(
    store: Store, uid: str, code: str, day: date, forms: tuple[str, ...], *, fails: tuple[str, ...], number: str
) -> None:
    """One visit, filled, agreed and signed by the police."""
    from inspector.reports.checklist_words import checklist_words

    with store.transact("start-visit") as tx:
        tx.put(
            model.Visit(
                uid=uid,
                site=model.site_uid(code),
                date=day.isoformat(),
                round="r1",
                number=number,
                agreed="yes",
                statement="Đã tự kiểm tra.",
                opinion="Nhất trí.",
            )
        )
        for name, side, role in (
            ("Nguyễn Văn Ánh", "police", "leader"),
            ("Trần Thị Bưởi", "vnpt", "deputy"),
            ("Đỗ Thị Hạnh", "site", "representative"),
        ):
            person = model.person_uid(name)
            tx.put(model.Member(uid=f"{uid}/{person}", visit=uid, person=person, side=side, role=role))
        for form in forms:
            sheet = model.Sheet(
                uid=f"{uid}/{form}",
                visit=uid,
                form=form,
                version="2026.11.1",
                sha256=sha_of(form),
                filler=model.person_uid("Trần Thị Bưởi"),
                started=f"{day}T08:05:00+07:00",
                ended=f"{day}T10:50:00+07:00",
            )
            tx.put(sheet)
            words = checklist_words(xform(form))
            for path, _item in words.items[:8]:
                name = path.rpartition("/")[2]
                value = "fail" if name in fails else "pass"
                note = "Không có văn bản phân công" if value == "fail" else ""
                tx.put(_answer(uid, form, path, value, note))
                if path in words.measures:
                    tx.put(_answer(uid, form, words.measures[path], "0.5", ""))
    with store.transact("edit-finding") as tx:
        for finding in tx.all(model.Finding, visit=uid):
            due = day + timedelta(days=15)
            tx.put(
                finding.but(
                    remedy="Ban hành văn bản", in_charge="Tổ kỹ thuật Hoằng Hóa", due=due.isoformat(), state="assigned"
                )
            )
        person = model.person_uid("Nguyễn Văn Ánh")
        tx.put(
            model.Signature(
                uid=f"{uid}/police/{person}",
                visit=uid,
                side="police",
                person=person,
                key="ab" * 32,
                at=f"{day}T11:20:00+07:00",
                strokes=json.dumps([[[0, 0], [10, 5]]]),
            )
        )
        for form, path in (("fire", "s1/pccc_03"), ("state_secret", "s1/bmnn_02")):
            if form in forms:
                tx.put(
                    model.Photo(
                        uid=f"{uid}/{form}/{path}/{'cd' * 32}",
                        visit=uid,
                        form=form,
                        path=path,
                        sha256="cd" * 32,
                        taken_at=f"{day}T09:00:00+07:00",
                    )
                )


def _answer(uid: str, form: str, path: str, value: str, note: str) -> model.Answer:
    return model.Answer(uid=f"{uid}/{form}/{path}", visit=uid, form=form, path=path, value=value, note=note)
