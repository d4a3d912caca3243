"""The transactions below a CAMT entry: who, how much, what for.

Names moved between the versions (`Dbtr/Nm`, `Dbtr/Pty/Nm`), so each is looked for in all
its places. The amount is never the instructed one, nor one below the charges.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import references, values
from acquit.formats.markup import leaf
from acquit.formats.records import Detail

if TYPE_CHECKING:
    from acquit.core.sentences import Said
    from acquit.formats.markup import Leaves

_DETAIL_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt")
_CHARGES = ("Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Rcrd/Amt", "Chrgs/Amt")
_RETURN = ("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd", "RtrInf/RtrRsn/Prtry")
_STRUCTURED = ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/CdtrRefInf/CdtrRef")
_FREE = (
    "RmtInf/Ustrd",
    "RmtInf/Strd/RfrdDocInf/Nb",
    "RmtInf/Strd/RfrdDocInf/RfrdDocNb",
    "RmtInf/Strd/AddtlRmtInf",
    "RtrInf/AddtlInf",
    "RtrInf/AddtlRtrRsnInf",
    "AddtlTxInf",
)
_BANK_REFERENCE = ("Refs/AcctSvcrRef", "Refs/AcctSvcrTxId")


@dataclass(frozen=True, slots=True)
class _Side:
    """Where the name, the account and the bank of the debtor or of the creditor stand."""

    names: tuple[str, ...]
    accounts: tuple[str, ...]
    banks: tuple[str, ...]

    @classmethod
    def of(cls, role: str) -> _Side:
        party, account = f"RltdPties/{role}/", f"RltdPties/{role}Acct/"
        ultimate, bank = f"RltdPties/Ultmt{role}/", f"RltdAgts/{role}Agt/FinInstnId/"
        places = ("Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id")
        return cls(
            (party + "Nm", party + "Pty/Nm", ultimate + "Nm", ultimate + "Pty/Nm"),
            tuple(account + place for place in places),
            (bank + "BICFI", bank + "BIC"),
        )


_DEBTOR, _CREDITOR = _Side.of("Dbtr"), _Side.of("Cdtr")


@dataclass(frozen=True, slots=True)
class Payment:
    """A transaction, with what only a line of its own has room for.

    own_amount: whether it states an amount in the currency of its entry.
    """

    detail: Detail
    bic: str
    references: tuple[str, ...]
    charges: Decimal
    own_amount: bool


def read(
    found: Leaves, entry: Leaves, *, account: str, currency: str, where: Said
) -> Payment:
    """Read a transaction below an entry of our account; raises Refused."""
    amount, own_amount = _amount(found, entry, currency, where)
    name, iban, bic = _counterparty(found, entry, account)
    end_to_end_id = leaf(found, "Refs/EndToEndId")
    codes = [code for place in _STRUCTURED for code in found.get(place, ())]
    valid = [references.structured(code) for code in codes]
    invalid = [code for code, ref in zip(codes, valid, strict=True) if not ref]
    free = [words for place in _FREE for words in found.get(place, ())]
    text = " ".join(invalid + free)
    typed = references.unique(valid + references.found_in(text))
    return Payment(
        Detail(
            amount=amount,
            name=name,
            iban=iban,
            text=text,
            structured_reference=typed[0] if typed else "",
            end_to_end_id="" if end_to_end_id.upper() == "NOTPROVIDED" else end_to_end_id,
            mandate=leaf(found, "Refs/MndtId"),
            bank_reference=leaf(found, *_BANK_REFERENCE),
            return_reason=leaf(found, *_RETURN),
        ),
        bic=bic,
        references=typed,
        charges=charges(found, currency=currency, where=where),
        own_amount=own_amount,
    )


def signed_amount(found: Leaves, *, where: Said) -> Decimal:
    """The amount of an entry or a balance, negative for a debit; raises Refused."""
    value = values.positive(
        leaf(found, "Amt"), currency=leaf(found, "Amt@Ccy"), where=where
    )
    direction = leaf(found, "CdtDbtInd")
    if direction not in {"CRDT", "DBIT"}:
        raise values.refused(
            where=where,
            saw=values.shown(direction),
            wanted=say("CRDT or DBIT in CdtDbtInd"),
        )
    return -value if direction == "DBIT" else value


def charges(found: Leaves, *, currency: str, where: Said) -> Decimal:
    """What the bank kept, as far as it says so in this currency; raises Refused."""
    for place in _CHARGES:
        if place not in found:
            continue
        if set(found.get(place + "@Ccy", ())) - {currency, ""}:
            break
        return sum(
            (values.positive(one, currency=currency, where=where) for one in found[place]),
            Decimal(0),
        )
    return Decimal(0)


def is_reversal(entry: Leaves) -> bool:
    """Whether the entry says that it takes an earlier one back."""
    return leaf(entry, "RvslInd") in {"true", "1"}


def _amount(
    found: Leaves, entry: Leaves, currency: str, where: Said
) -> tuple[Decimal, bool]:
    """The transaction's own amount in the entry's currency, else the whole entry's."""
    direction = leaf(found, "CdtDbtInd") or leaf(entry, "CdtDbtInd")
    for place in _DETAIL_AMOUNTS:
        if place in found and (leaf(found, place + "@Ccy") or currency) == currency:
            value = values.positive(leaf(found, place), currency=currency, where=where)
            return (-value if direction == "DBIT" else value), True
    return signed_amount(entry, where=where), False


def _counterparty(found: Leaves, entry: Leaves, account: str) -> tuple[str, str, str]:
    """Name, account and bank of the other side.

    A reversal keeps the roles of what it reverses, and some banks keep them in a return
    too: our own account tells which side is not the other.
    """
    money_in = (leaf(entry, "CdtDbtInd") == "CRDT") != is_reversal(entry)
    for side in (_DEBTOR, _CREDITOR) if money_in else (_CREDITOR, _DEBTOR):
        name = leaf(found, *side.names)
        iban = leaf(found, *side.accounts).replace(" ", "")
        if (name or iban) and (not iban or iban != account):
            return name, iban, leaf(found, *side.banks)
    return "", "", ""
