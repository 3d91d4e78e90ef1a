"""People, devices and their keys: who works here, and on which machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from inspector.errors import InspectorError
from inspector.i18n import N_
from inspector.model import Device, Key, Member, Op, Person, Sheet, Side, Signature, person_uid
from inspector.security import keys
from inspector.store import Reader, Store, Transaction
from inspector.text import tidy


class PersonUnknown(InspectorError):
    """A name that is nobody's."""

    code = "person.unknown"
    message = N_("Who acts has not been said.")
    hint = N_("Name the person who does this.")


def introduce(
    store: Store, name: str, *, side: Side | str = "", unit: str = "", post: str = "", by: str = ""
) -> Person:
    """Make a person known, or complete what is known; the same name is the same person on every laptop."""
    with store.transact(Op.SET_UP, by=by or person_uid(name)) as tx:
        return known(tx, name, side=side, unit=unit, post=post)


def known(tx: Transaction, name: str, *, side: Side | str = "", unit: str = "", post: str = "") -> Person:
    """The person of that name or uid within a transaction; a new name is introduced."""
    name = tidy(name)
    if not name:
        raise PersonUnknown
    found = tx.get(Person, name) or tx.get(Person, person_uid(name))
    person = found or Person(uid=person_uid(name), name=name)
    added = {"side": str(side), "unit": tidy(unit), "post": tidy(post)}
    person = person.but(**{field: value for field, value in added.items() if value})
    tx.put(person)
    return person


def find(reader: Reader, name: str) -> Person | None:
    """The person of that name or uid, if anyone has spoken of one."""
    return reader.get(Person, name) or reader.get(Person, person_uid(name))


def present(
    members: Iterable[Member], sheets: Iterable[Sheet], signatures: Iterable[Signature], known: Mapping[str, Person]
) -> list[Member]:
    """
    Everybody whom the minutes of a visit name: its team, and whoever signed or filled a checklist without being in it.
    Each has a side; who leads comes first, who writes the minutes last.
    """
    found = {member.person: member for member in members if not member.gone}

    def add(visit: str, person: str, side: str, role: str) -> None:
        found.setdefault(person, Member(uid=f"{visit}/{person}", visit=visit, person=person, side=side, role=role))

    for one in signatures:
        if one.seal:
            add(one.visit, one.person, one.side, "representative" if one.side == Side.SITE else "member")
    for sheet in sheets:
        for person in sheet.filler.split():
            if person in known:
                add(sheet.visit, person, "", "member")
    nobody = Person(uid="")
    sided = [one.but(side=one.side or known.get(one.person, nobody).side) for one in found.values()]
    return sorted(sided, key=lambda one: (_RANK.get(one.role, 2), known.get(one.person, nobody).name or one.person))


_RANK: Final = {"leader": 0, "representative": 0, "deputy": 1, "secretary": 3}


def device_key(tx: Transaction) -> keys.KeyPair:
    """The key that seals this device's parcels; made, and said, on first use."""
    pair = _pair(tx, "device")
    tx.put((tx.get(Device, tx.device) or Device(uid=tx.device, label=tx.device[:4].upper())).but(key=pair.public))
    return pair


def sealing_key(tx: Transaction) -> keys.KeyPair:
    """The same key without saying so in the journal: a register that seals a receipt makes no entry."""
    return _pair(tx, "device")


def person_key(tx: Transaction, person: str) -> keys.KeyPair:
    """The key that a person signs with on this device; made, and said, on first use."""
    pair = _pair(tx, person)
    tx.put(Key(uid=pair.public, person=person, device=tx.device))
    return pair


def _pair(tx: Transaction, owner: str) -> keys.KeyPair:
    from sqlalchemy import insert, select

    from inspector.store.tables import private_key

    asked = select(private_key.c.public, private_key.c.secret).where(private_key.c.owner == owner)
    found = tx.connection.execute(asked).first()
    if found:
        return keys.KeyPair(*found)
    pair = keys.make()
    tx.connection.execute(insert(private_key).values(owner=owner, public=pair.public, secret=pair.secret))
    return pair


def settle(store: Store, name: str, *, side: Side | str, unit: str = "", post: str = "") -> Person:
    """Say who works on this device; the person is introduced, and acts here from now on."""
    uid = person_uid(tidy(name))
    with store.transact(Op.SET_UP, by=uid) as tx:
        person = known(tx, name, side=side, unit=unit, post=post)
        tx.set_local("person", person.uid)
    return person


def here(reader: Reader) -> Person | None:
    """Who works on this device; None until somebody has said so."""
    uid = reader.local("person")
    return reader.get(Person, uid) if uid else None
