"""CAMT.053.001.08: names of 70, text of 140 characters, a field for RF references.

Source: ISO 20022 message catalogue, and the EPC's usage rules for what transfers carry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from acquit.bench.cash.banks.statements import decimal
from acquit.bench.cash.lines import Fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from acquit.bench.cash.banks.statements import BankAccount, Statement
    from acquit.bench.cash.lines import Line

SUFFIX, ENCODING = ".xml", "utf-8"
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
_NAME, _TEXT = 70, 140


def fit(line: Line, _account: BankAccount) -> Fitted:
    """All letters pass."""
    return Fitted(
        name=line.name[:_NAME].strip(),
        iban=line.iban,
        text=line.text[:_TEXT].strip(),
        end_to_end_id=line.end_to_end_id[:35],
    )


def pages(statements: Iterable[Statement]) -> Iterator[str]:
    """One message with a statement for each day."""
    several = list(statements)
    made = f"{several[-1].day:%Y-%m-%d}T21:00:00"
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<Document xmlns="{_NAMESPACE}"><BkToCstmrStmt>\n'
    yield f"<GrpHdr><MsgId>M{several[0].number}</MsgId><CreDtTm>{made}</CreDtTm></GrpHdr>\n"
    for statement in several:
        yield from _statement(statement)
    yield "</BkToCstmrStmt></Document>\n"


def _statement(statement: Statement) -> Iterator[str]:
    account = statement.account
    yield (
        f"<Stmt><Id>S{statement.number}</Id><ElctrncSeqNb>{statement.number}</ElctrncSeqNb>"
        f"<CreDtTm>{statement.day}T20:00:00</CreDtTm><Acct><Id><IBAN>{account.iban}</IBAN>"
        f"</Id><Ccy>{account.currency}</Ccy><Ownr><Nm>{escape(account.owner)}</Nm></Ownr>"
        f"</Acct>\n"
    )
    yield _balance("OPBD", statement.opening, statement.before, account)
    yield _balance("CLBD", statement.closing, statement.day, account)
    for line in statement.lines:
        yield _entry(line, account)
    yield "</Stmt>\n"


def _balance(code: str, minor: int, day: date, account: BankAccount) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_money(minor, account)}"
        f"<Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )


def _entry(line: Line, account: BankAccount) -> str:
    fitted = fit(line, account)
    return (
        f"<Ntry>{_money(line.minor, account)}<Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{line.booked_on}</Dt></BookgDt>"
        f"<ValDt><Dt>{line.booked_on}</Dt></ValDt>"
        f"<AcctSvcrRef>{line.bank_reference}</AcctSvcrRef>"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>"
        f"{'RCDT' if line.minor > 0 else 'ICDT'}</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly>"
        "</Domn></BkTxCd><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>{escape(fitted.end_to_end_id)}</EndToEndId></Refs>"
        f"{_money(line.minor, account)}{_party(line, fitted)}{_words(line, fitted)}"
        "</TxDtls></NtryDtls></Ntry>\n"
    )


def _party(line: Line, fitted: Fitted) -> str:
    side = "Dbtr" if line.minor > 0 else "Cdtr"
    name = (
        f"<{side}><Pty><Nm>{escape(fitted.name)}</Nm></Pty></{side}>" if fitted.name else ""
    )
    iban = fitted.iban and (f"<{side}Acct><Id><IBAN>{fitted.iban}</IBAN></Id></{side}Acct>")
    return f"<RltdPties>{name}{iban}</RltdPties>" if name or iban else ""


def _words(line: Line, fitted: Fitted) -> str:
    text = f"<Ustrd>{escape(fitted.text)}</Ustrd>" if fitted.text else ""
    if line.structured:
        text += (
            "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>"
            f"<Ref>{line.structured}</Ref></CdtrRefInf></Strd>"
        )
    return f"<RmtInf>{text}</RmtInf>" if text else ""


def _money(minor: int, account: BankAccount) -> str:
    side = "CRDT" if minor >= 0 else "DBIT"
    return (
        f'<Amt Ccy="{account.currency}">{decimal(minor)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
    )
