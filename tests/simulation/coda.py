"""The same statements as a Belgian bank writes them: CODA, records of 128 characters.

0 header, 1 old balance, 2.1 to 2.3 a movement, 8 new balance, 9 trailer; amounts have three
decimals. Source: Febelfin, "Coded statement of account", version 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.files import signed, told, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulation.events import Account, Banked, Payment


def statement(banked: Banked) -> bytes:
    """One file, with a statement of each account."""
    records = []
    accounts = told(banked)
    for account, payments in accounts:
        last = account == accounts[-1][0]
        records += _statement(banked, account, payments, follows="2" if last else "1")
    assert {len(record) for record in records} == {128}
    return "".join(f"{record}\r\n" for record in records).encode("cp1252")


def _statement(
    banked: Banked, account: Account, payments: list[Payment], *, follows: str
) -> Iterator[str]:
    day, number = f"{banked.of_day:%d%m%y}", f"{banked.of_day:%j}"
    ours = f"{account.number:<34}{account.currency}"
    moved = [*map(signed, payments)]
    header = f"0{'':4}{day}99005{'':9}0000000{number}{'SIMULATION':<26}{'':22} 00000"
    yield f"{header:<127}2"
    yield f"12{number}{ours}{_amount(0)}{day}{'SIMULATION':<26}{'':35}{number}"
    records = [
        record
        for place, payment in enumerate(payments, start=1)
        for record in _movement(payment, f"{place:04}0000", day, number)
    ]
    yield from records
    yield f"8{number}{ours}{_amount(sum(moved))}{day}{'':64}0"
    debit = -sum(minor for minor in moved if minor < 0)
    credit = sum(minor for minor in moved if minor > 0)
    count = len(records) + 2
    yield f"9{'':15}{count:06}{debit * 10:015}{credit * 10:015}{'':75}{follows}"


def _amount(minor: int) -> str:
    return f"{'1' if minor < 0 else '0'}{abs(minor) * 10:015}"


def _movement(payment: Payment, place: str, day: str, number: str) -> Iterator[str]:
    structured = bool(payment.reference)
    said = f"101{payment.reference}" if structured else words(payment)
    said = f"{said[:149]:<149}"
    code = "00503000" if payment.back else "00150000"
    returned = "2AM04" if payment.back else f"{'':5}"
    bank = f"{'R' if payment.back else 'B'}{payment.tag}"
    yield (
        f"21{place}{bank:<21}{_amount(signed(payment))}{day}{code}{int(structured)}"
        f"{said[:53]}{day}{number}01 0"
    )
    yield (f"22{place}{said[53:106]}{payment.tag:<35}{'':11}{'':3}{returned}{'':8}1 0")
    yield f"23{place}{payment.iban:<37}{'Somebody':<35}{said[106:]}0 0"
