"""The entries of a CAMT statement, and the transactions below them.

The direction is the entry's own `CdtDbtInd`; a reversal flag never turns it. An entry is
one booked line; several transactions below it are its details. Names moved between the
versions (`Dbtr/Nm`, `Dbtr/Pty/Nm`), so each is looked for in all its places.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import markup, references, values
from acquit.formats.markup import leaf, leaves
from acquit.formats.records import Detail, LineRecord, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lxml import etree

    from acquit.core.sentences import Said
    from acquit.formats.markup import Leaves

MOST_DETAILS = 200_000

_STATUS = ("Sts/Cd", "Sts/Prtry", "Sts")
_BOOKED_ON = ("BookgDt/Dt", "BookgDt/DtTm")
_VALUE_ON = ("ValDt/Dt", "ValDt/DtTm")
_BANK_REFERENCE = ("AcctSvcrRef", "NtryRef")
# Never InstdAmt, which is what the payer ordered, nor an amount below Chrgs.
_DETAIL_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt")
_RETURN = ("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd", "RtrInf/RtrRsn/Prtry")
_STRUCTURED = ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/CdtrRefInf/CdtrRef")
_FREE = ("RmtInf/Ustrd", "RmtInf/Strd/AddtlRmtInf", "AddtlTxInf")


@dataclass(frozen=True, slots=True)
class _Side:
    """Where the name, the account and the bank of the debtor or of the creditor stand."""

    names: tuple[str, ...]
    accounts: tuple[str, ...]
    banks: tuple[str, ...]

    @classmethod
    def of(cls, role: str) -> _Side:
        party, account = f"RltdPties/{role}/", f"RltdPties/{role}Acct/Id/"
        ultimate, bank = f"RltdPties/Ultmt{role}/", f"RltdAgts/{role}Agt/FinInstnId/"
        return cls(
            (party + "Nm", party + "Pty/Nm", ultimate + "Nm", ultimate + "Pty/Nm"),
            tuple(account + name for name in ("IBAN", "Othr/Id", "BBAN", "PrtryAcct/Id")),
            (bank + "BICFI", bank + "BIC"),
        )


_DEBTOR, _CREDITOR = _Side.of("Dbtr"), _Side.of("Cdtr")


@dataclass(frozen=True, slots=True)
class _Payment:
    """A transaction below an entry, with what only a line of its own has room for."""

    detail: Detail
    bic: str
    references: tuple[str, ...]
    bank_reference: str
    own_amount: bool


@dataclass(slots=True)
class Entries:
    """The entries of one statement, counted and added up as they pass."""

    where: Said
    account: str = ""
    currency: str = ""
    fallback_day: date | None = None
    pending: int = 0
    booked: Decimal = Decimal(0)
    currencies: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=lambda: {"CRDT": 0, "DBIT": 0})
    _sums: dict[str, Decimal] = field(
        default_factory=lambda: {"CRDT": Decimal(0), "DBIT": Decimal(0)}
    )
    _batch_size: int = 0
    _entry: Leaves = field(default_factory=dict)
    _payments: list[_Payment] = field(default_factory=list)

    def count(self, what: str) -> int:
        """How many of "all entries", "credit entries" or "debit entries", booked or not."""
        return sum(self._counts[direction] for direction in _directions(what))

    def sum(self, what: str) -> Decimal:
        """The same entries added up, each as a positive amount."""
        return sum((self._sums[direction] for direction in _directions(what)), Decimal(0))

    def take_batch(self, node: etree._Element) -> None:
        """A bank may book a batch as one entry and give only the number of its payments."""
        size = leaf(leaves(node), "NbOfTxs")
        if size.isdecimal() and len(size) < 10:
            self._batch_size += int(size)

    def take_detail(self, node: etree._Element) -> None:
        """A transaction has ended; its entry, whose amount comes first, is still open."""
        entry = next(node.iterancestors("{*}Ntry"), None)
        if entry is None:
            return
        if not self._payments:
            self._entry = leaves(entry, without="NtryDtls")
        if len(self._payments) == MOST_DETAILS:
            raise values.refused(
                where=self._here(entry),
                saw=f"more than {MOST_DETAILS} payments in one entry",
                wanted="a batch of a size that a bank books",
            )
        where = say(
            "%(where)s, payment %(number)s",
            where=self._here(entry),
            number=len(self._payments) + 1,
        )
        self._payments.append(self._payment(leaves(node), where))

    def take_entry(self, node: etree._Element) -> LineRecord | None:
        """The line of a booked entry; None for one that is only announced."""
        payments, batch_size = self._payments, self._batch_size
        self._payments, self._batch_size = [], 0
        where = self._here(node)
        entry = leaves(node, without="NtryDtls")
        amount = signed_amount(entry, where=where)
        self._count(amount, leaf(entry, "Amt@Ccy") or self.currency)
        # A bank that leaves the status out sends booked entries only.
        if leaf(entry, *_STATUS).upper() not in {"BOOK", ""}:
            self.pending += 1
            return None
        self.booked += amount
        notes = tuple(_unequal(payments, amount, where))
        # A batch that stays one payment keeps what was written on its payments.
        kept = [payment.detail.text for payment in payments] if notes else []
        alone = payments[0] if len(payments) == 1 else None
        detail = alone.detail if alone else Detail(amount=amount)
        entry_text = " ".join(entry.get("AddtlNtryInf", ()))
        found = references.unique(
            [ref for payment in payments for ref in payment.references]
            + references.found_in(entry_text)
        )
        booked_on, value_on, day_notes = self._days(entry, where)
        return LineRecord(
            where=where,
            booked_on=booked_on,
            value_on=value_on,
            amount=amount,
            currency=leaf(entry, "Amt@Ccy") or self.currency,
            name=detail.name,
            iban=detail.iban,
            bic=alone.bic if alone else "",
            text=" ".join(part for part in (*kept, detail.text, entry_text) if part),
            structured_reference=found[0] if found and len(payments) < 2 else "",
            references=found,
            end_to_end_id=detail.end_to_end_id,
            mandate=detail.mandate,
            bank_reference=leaf(entry, *_BANK_REFERENCE)
            or (alone.bank_reference if alone else ""),
            reversal=_is_reversal(entry),
            return_reason=detail.return_reason,
            batch=len(payments) > 1 or batch_size > 1,
            details=tuple(p.detail for p in payments)
            if len(payments) > 1 and not notes
            else (),
            notes=notes + day_notes,
        )

    def _count(self, amount: Decimal, currency: str) -> None:
        direction = "DBIT" if amount.is_signed() else "CRDT"
        self._counts[direction] += 1
        self._sums[direction] += abs(amount)
        self.currencies.add(currency)

    def _payment(self, found: Leaves, where: Said) -> _Payment:
        amount, own_amount = self._detail_amount(found, where)
        name, iban, bic = self._counterparty(found)
        end_to_end_id = leaf(found, "Refs/EndToEndId")
        codes = [code for place in _STRUCTURED for code in found.get(place, ())]
        valid = [references.structured(code) for code in codes]
        invalid = [code for code, ref in zip(codes, valid, strict=True) if not ref]
        free = [text for place in _FREE for text in found.get(place, ())]
        free_text = " ".join(invalid + free)
        typed = references.unique(valid + references.found_in(free_text))
        return _Payment(
            Detail(
                amount=amount,
                name=name,
                iban=iban,
                text=free_text,
                structured_reference=typed[0] if typed else "",
                end_to_end_id=""
                if end_to_end_id.upper() == "NOTPROVIDED"
                else end_to_end_id,
                mandate=leaf(found, "Refs/MndtId"),
                return_reason=leaf(found, *_RETURN),
            ),
            bic=bic,
            references=typed,
            bank_reference=leaf(found, "Refs/AcctSvcrRef"),
            own_amount=own_amount,
        )

    def _detail_amount(self, found: Leaves, where: Said) -> tuple[Decimal, bool]:
        """The transaction's own amount in the entry's currency, else the whole entry's."""
        currency = leaf(self._entry, "Amt@Ccy") or self.currency
        direction = leaf(found, "CdtDbtInd") or leaf(self._entry, "CdtDbtInd")
        for place in _DETAIL_AMOUNTS:
            if place in found and (leaf(found, place + "@Ccy") or currency) == currency:
                value = values.positive(leaf(found, place), currency=currency, where=where)
                return (-value if direction == "DBIT" else value), True
        return signed_amount(self._entry, where=where), False

    def _counterparty(self, found: Leaves) -> tuple[str, str, str]:
        """Name, account and bank of the other side.

        A reversal keeps the roles of what it reverses, and some banks keep them in a return
        too: our own account tells which side is not the other.
        """
        money_in = (leaf(self._entry, "CdtDbtInd") == "CRDT") != _is_reversal(self._entry)
        for side in (_DEBTOR, _CREDITOR) if money_in else (_CREDITOR, _DEBTOR):
            name = leaf(found, *side.names)
            account = leaf(found, *side.accounts).replace(" ", "")
            if (name or account) and (not account or account != self.account):
                return name, account, leaf(found, *side.banks)
        return "", "", ""

    def _days(
        self, entry: Leaves, where: Said
    ) -> tuple[date, date | None, tuple[Problem, ...]]:
        """Booking and value day; without the first, the next best day and a remark."""
        booked_on, value_on = leaf(entry, *_BOOKED_ON), leaf(entry, *_VALUE_ON)
        valued_at = say("%(where)s, value date", where=where)
        booked_at = say("%(where)s, booking date", where=where)
        value = values.day(value_on, where=valued_at) if value_on else None
        assumed = value or self.fallback_day
        if booked_on or assumed is None:
            return values.day(booked_on, where=booked_at), value, ()
        remark = Problem(
            where=booked_at,
            saw="nothing",
            wanted="the day on which the bank booked the entry",
            remedy=f"{assumed} was taken: the {'value date' if value else 'statement'}.",
        )
        return assumed, value, (remark,)

    def _here(self, entry: etree._Element) -> Said:
        number = self._counts["CRDT"] + self._counts["DBIT"] + 1
        where = say("%(where)s, entry %(number)s", where=self.where, number=number)
        return markup.at_line(where, entry)


def signed_amount(found: Leaves, *, where: Said) -> Decimal:
    """The amount of an entry or a balance, negative for a debit; raises Refused."""
    value = values.positive(
        leaf(found, "Amt"), currency=leaf(found, "Amt@Ccy"), where=where
    )
    direction = leaf(found, "CdtDbtInd")
    if direction not in {"CRDT", "DBIT"}:
        raise values.refused(
            where=where, saw=values.shown(direction), wanted="CRDT or DBIT in CdtDbtInd"
        )
    return -value if direction == "DBIT" else value


def currency_of_first(statement: etree._Element) -> str:
    """The currency of the first entry, for a statement whose account states none."""
    entry = markup.first(statement, ("{*}Ntry",))
    return leaf(leaves(entry, without="NtryDtls"), "Amt@Ccy") if entry is not None else ""


def _directions(what: str) -> Sequence[str]:
    return {"credit entries": ("CRDT",), "debit entries": ("DBIT",)}.get(
        what, ("CRDT", "DBIT")
    )


def _is_reversal(entry: Leaves) -> bool:
    return leaf(entry, "RvslInd") in {"true", "1"}


def _unequal(payments: Sequence[_Payment], amount: Decimal, where: Said) -> list[Problem]:
    """A remark when several payments do not make up their entry: it stays one payment."""
    if len(payments) < 2:
        return []
    stated = all(payment.own_amount for payment in payments)
    total = sum((payment.detail.amount for payment in payments), Decimal(0))
    if stated and total == amount:
        return []
    return [
        Problem(
            where=where,
            saw=f"{len(payments)} payments with a sum of {total}"
            if stated
            else f"{len(payments)} payments, some without an amount in the same currency",
            wanted=f"a sum of {amount}, as the bank booked",
            remedy="The entry was taken as one payment; look its payments up at the bank.",
        )
    ]
