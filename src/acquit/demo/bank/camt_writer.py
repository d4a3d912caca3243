"""CAMT.053: the ISO 20022 statement of a day, as version 2 (2009) and version 8 (2019).

Version 8 wraps parties in `Pty`, says `BICFI` and has the status inside `Cd`; amounts of a
detail stand in `AmtDtls` in version 2, in `Amt` in version 8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from acquit.core.money import to_decimal
from acquit.demo.bank.lines import Kind, Line, Party, Statement
from acquit.demo.cast import Format

if TYPE_CHECKING:
    from acquit.demo.cast import Account, Company

# ISO bank transaction codes: domain, family, sub-family; by whether money came in
CODES = {
    (Kind.TRANSFER, True): ("PMNT", "RCDT", "ESCT"),
    (Kind.TRANSFER, False): ("PMNT", "ICDT", "ESCT"),
    (Kind.COLLECTION, True): ("PMNT", "IDDT", "ESDD"),
    (Kind.RETURN, False): ("PMNT", "IDDT", "UPDD"),
    (Kind.SALARIES, False): ("PMNT", "ICDT", "SALA"),
    (Kind.COSTS, False): ("ACMT", "MDOP", "CHRG"),
    (Kind.INTEREST, True): ("ACMT", "MCOP", "INTR"),
    (Kind.INTEREST, False): ("ACMT", "MDOP", "INTR"),
    (Kind.CARDS, True): ("PMNT", "MCRD", "POSP"),
}


def statement_file(statement: Statement, account: Account, company: Company) -> bytes:
    """One file with one statement, in UTF-8."""
    return _Writer(account, company).document(statement).encode()


def _amount(minor: int, currency: str) -> str:
    return f'<Amt Ccy="{currency}">{to_decimal(abs(minor), currency)}</Amt>'


def _side(minor: int) -> str:
    return f"<CdtDbtInd>{'CRDT' if minor >= 0 else 'DBIT'}</CdtDbtInd>"


def _tag(name: str, text: str) -> str:
    """Nothing for no text: ISO 20022 knows no empty elements."""
    return f"<{name}>{escape(text)}</{name}>" if text else ""


class _Writer:
    """Writes in the version that the account's bank delivers."""

    def __init__(self, account: Account, company: Company) -> None:
        self.account = account
        self.company = company
        self.is_new = account.format is Format.CAMT_8

    def document(self, statement: Statement) -> str:
        created = f"{statement.day}T19:30:00"
        message = f"{self.account.bic[:4]}{statement.day:%Y%m%d}{self.account.iban[-6:]}"
        entries = "".join(f"{self._entry(line)}\n" for line in statement.lines)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{self.account.format}">'
            f"<BkToCstmrStmt>\n<GrpHdr><MsgId>{message}</MsgId><CreDtTm>{created}</CreDtTm>"
            f"</GrpHdr>\n<Stmt><Id>{message}</Id>"
            f"<ElctrncSeqNb>{statement.number}</ElctrncSeqNb>"
            f"<LglSeqNb>{statement.number}</LglSeqNb><CreDtTm>{created}</CreDtTm>\n"
            f"{self._own_account()}\n{self._balances(statement)}\n{entries}"
            "</Stmt></BkToCstmrStmt></Document>\n"
        )

    def _own_account(self) -> str:
        account = self.account
        return (
            f"<Acct><Id><IBAN>{account.iban}</IBAN></Id><Ccy>{account.currency}</Ccy>"
            f"<Ownr>{_tag('Nm', self.company.name)}</Ownr>"
            f"<Svcr><FinInstnId>{self._bic(account.bic)}</FinInstnId></Svcr></Acct>"
        )

    def _bic(self, bic: str) -> str:
        return _tag("BICFI" if self.is_new else "BIC", bic)

    def _balances(self, statement: Statement) -> str:
        currency = self.account.currency
        return "".join(
            f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
            f"{_amount(minor, currency)}{_side(minor)}<Dt><Dt>{day}</Dt></Dt></Bal>"
            for code, minor, day in (
                ("OPBD", statement.opening, statement.previous_day),
                ("CLBD", statement.closing, statement.day),
            )
        )

    def _entry(self, line: Line) -> str:
        status = "<Sts><Cd>BOOK</Cd></Sts>" if self.is_new else "<Sts>BOOK</Sts>"
        domain, family, sub_family = CODES[line.kind, line.minor > 0]
        batch = ""
        if line.details:
            batch = f"<Btch><NbOfTxs>{len(line.details)}</NbOfTxs></Btch>"
        details = "".join(self._transaction(detail) for detail in line.details or (line,))
        return (
            f"<Ntry>{_amount(line.minor, line.currency)}{_side(line.minor)}"
            f"{'<RvslInd>true</RvslInd>' if line.kind is Kind.RETURN else ''}{status}"
            f"<BookgDt><Dt>{line.day}</Dt></BookgDt><ValDt><Dt>{line.day}</Dt></ValDt>"
            f"{_tag('AcctSvcrRef', line.reference)}"
            f"<BkTxCd><Domn><Cd>{domain}</Cd><Fmly><Cd>{family}</Cd>"
            f"<SubFmlyCd>{sub_family}</SubFmlyCd></Fmly></Domn></BkTxCd>"
            f"<NtryDtls>{batch}{details}</NtryDtls></Ntry>"
        )

    def _transaction(self, line: Line) -> str:
        reason = ""
        if line.return_reason:
            reason = f"<RtrInf><Rsn><Cd>{line.return_reason}</Cd></Rsn></RtrInf>"
        return (
            f"<TxDtls>{self._references(line)}{self._amounts(line)}{self._parties(line)}"
            f"{self._remittance(line)}{reason}</TxDtls>"
        )

    def _references(self, line: Line) -> str:
        return (
            f"<Refs>{_tag('AcctSvcrRef', line.reference)}"
            f"<EndToEndId>{escape(line.end_to_end_id or 'NOTPROVIDED')}</EndToEndId>"
            f"{_tag('MndtId', line.mandate)}</Refs>"
        )

    def _amounts(self, line: Line) -> str:
        amount = _amount(line.minor, line.currency)
        sent = ""
        if line.instructed:
            minor, currency = line.instructed
            rate = f"{line.minor / minor:.6f}"
            exchange = _tag("SrcCcy", currency) + _tag("TrgtCcy", line.currency)
            exchange += _tag("XchgRate", rate)
            amount_sent = _amount(minor, currency)
            sent = f"<InstdAmt>{amount_sent}<CcyXchg>{exchange}</CcyXchg></InstdAmt>"
        if self.is_new:
            details = f"<AmtDtls>{sent}<TxAmt>{amount}</TxAmt></AmtDtls>" if sent else ""
            return f"{amount}{_side(line.minor)}{details}"
        return f"<AmtDtls>{sent}<TxAmt>{amount}</TxAmt></AmtDtls>"

    def _parties(self, line: Line) -> str:
        """Who paid, when money comes in or goes back to them; else who was paid."""
        party = line.party
        if not (party.name or party.iban):
            return ""
        is_debtor = line.minor > 0 or line.kind is Kind.RETURN
        role = "Dbtr" if is_debtor else "Cdtr"
        inner = _tag("Nm", party.name[:70]) + self._address(party)
        named = f"<Pty>{inner}</Pty>" if self.is_new else inner
        account = (
            f"<{role}Acct><Id><IBAN>{party.iban}</IBAN></Id></{role}Acct>"
            if party.iban
            else ""
        )
        agent = ""
        if party.bic:
            agent = (
                f"<RltdAgts><{role}Agt><FinInstnId>{self._bic(party.bic)}</FinInstnId>"
                f"</{role}Agt></RltdAgts>"
            )
        return f"<RltdPties><{role}>{named}</{role}>{account}</RltdPties>{agent}"

    def _address(self, party: Party) -> str:
        lines = (party.street, party.locality)
        inner = "".join(_tag("AdrLine", text[:70]) for text in lines)
        return f"<PstlAdr>{inner}</PstlAdr>" if inner else ""

    def _remittance(self, line: Line) -> str:
        if line.structured:
            code, issuer = (
                ("SCOR", "ISO") if line.structured.startswith("RF") else ("SCOR", "BBA")
            )
            return (
                f"<RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry>"
                f"<Issr>{issuer}</Issr></Tp><Ref>{line.structured}</Ref></CdtrRefInf></Strd></RmtInf>"
            )
        return f"<RmtInf>{_tag('Ustrd', line.text[:140])}</RmtInf>" if line.text else ""
