"""Accounting files on paper, in the tests: lines of customers, and what balances them."""

from __future__ import annotations

_HEADER = (
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib"),
    *("CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit"),
    *("Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise"),
)
_JOURNALS = {
    "VE": ("Ventes", "706000"),
    "BQ": ("Banque", "512000"),
    "OD": ("Divers", "654000"),
    "AN": ("A nouveaux", "101300"),
}


def fec(*rows: str) -> bytes:
    """A FEC of these lines of customers: journal | customer | reference | day | amount |
    letters | text. Amounts are signed, debit positive; letters and text may be left out.
    """
    lines = ["\t".join(_HEADER)]
    for number, row in enumerate(rows):
        cells = [cell.strip() for cell in row.split("|")]
        journal, customer, reference, day, amount, letters, text, *_ = [*cells, "", ""]
        name, against = _JOURNALS[journal]
        for account, signed, aux in (
            ("411000", amount, customer),
            (against, amount[1:] if amount.startswith("-") else f"-{amount}", ""),
        ):
            debit, credit = ("0", signed[1:]) if signed.startswith("-") else (signed, "0")
            lines.append(
                "\t".join(
                    (
                        *(journal, name, f"{journal}{number}", day.replace("-", "")),
                        *(account, account, aux, f"Client {aux}" if aux else ""),
                        *(reference, day.replace("-", ""), text or reference),
                        *(debit.replace(".", ","), credit.replace(".", ",")),
                        *(letters if aux else "", "", "", "", ""),
                    )
                )
            )
    return "\r\n".join(lines).encode()


def xaf(*rows: str, tax: str = "004495445", name: str = "Alfa Trading") -> bytes:
    """An auditfile with a subledger of these lines: customer | invoice | day | due day |
    amount | match key. Amounts are signed, debit positive; credits are payments.
    """
    lines = []
    for number, row in enumerate(rows):
        cells = [cell.strip() for cell in row.split("|")]
        customer, invoice, day, due, amount, match, *_ = [*cells, ""]
        words = {
            "nr": number,
            "amnt": amount.lstrip("-"),
            "amntTp": "C" if amount.startswith("-") else "D",
            "matchKeyID": match,
            "custSupID": customer,
            "invRef": invoice,
            "invPurSalTp": "S",
            "invDt": day,
            "invDueDt": due,
            "mutTp": "P" if amount.startswith("-") else "I",
        }
        lines.append(f"<sbLine>{_tags(words)}</sbLine>")
    customers = dict.fromkeys(row.partition("|")[0].strip() for row in rows)
    relations = "".join(
        "<customerSupplier>"
        + _tags({"custSupID": code, "custSupName": f"Klant {code}", "eMail": "x@y.example"})
        + "</customerSupplier>"
        for code in customers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<auditfile xmlns="http://www.auditfiles.nl/XAF/3.2"><header>'
        + _tags({"startDate": "2026-01-01", "endDate": "2026-12-31", "curCode": "EUR"})
        + "</header><company>"
        + _tags({"companyName": name, "taxRegIdent": tax})
        + f"<customersSuppliers>{relations}</customersSuppliers><transactions><subledgers>"
        f"<subledger><sbType>CU</sbType>{''.join(lines)}</subledger></subledgers>"
        "</transactions></company></auditfile>"
    ).encode()


def _tags(words: dict[str, object]) -> str:
    return "".join(f"<{name}>{word}</{name}>" for name, word in words.items() if word != "")
