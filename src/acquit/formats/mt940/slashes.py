"""The text of a line in code words between slashes: `/EREF/…/NAME/…/REMI/…`.

Dutch banks fill it so since SEPA (ABN AMRO, ING, Rabobank, Deutsche Bank), and many others
for international payments. A slash that begins no known word belongs to the text.
"""

from __future__ import annotations

import re

from acquit.formats import accounts, references
from acquit.formats.mt940.told import Told, given, squeezed

_WORD = re.compile(
    r"/(TRTP|IBAN|BIC|NAME|ADDR|REMI|EREF|PREF|IREF|KREF|CREF|CSID|MARF|RTRN|PURP|ISDT|ORDT"
    r"|ORDP|BENM|ULTD|ULTC|ULTB|CRED|DEBT|CNTP|ACCW|SVCL|TRCD|TCRD|NRTX|NBTR|EXCH|CHGS|CHGT"
    r"|OCMT|OAMT|COAM|ROLE|SUM)/"
)
# Whose name a NAME is: of the payer, of the beneficiary, or of those behind them.
_ROLES = frozenset({"ORDP", "BENM", "ULTD", "ULTC", "ULTB"})
_PAYER, _BENEFICIARY = ("ORDP", "ULTD"), ("BENM", "ULTC", "ULTB")
_REASON = re.compile(r"[A-Z]{2}[0-9]{2}|[A-Z]{4}")


def told(text: str, *, money_in: bool) -> Told | None:
    """What the text tells; None when it does not begin with such a word."""
    text = text.strip()
    if _WORD.match(text) is None:
        return None
    found = _words(text)
    account, bic, name = _counterparty(found, money_in=money_in)
    free, structured = _remittance(found.get("REMI", ""))
    alone = "" if structured or name else squeezed(text)
    return Told(
        text=free or found.get("TRTP", "") or alone,
        name=name,
        iban=account,
        bic=bic,
        end_to_end_id=given(found.get("EREF", "")),
        mandate=given(found.get("MARF", "")),
        return_reason=_return_reason(found.get("RTRN", "")),
        charges=found.get("CHGS", ""),
        structured=structured,
        batch=_several(found.get("NRTX", "") or found.get("NBTR", "")),
    )


def _words(text: str) -> dict[str, str]:
    """What follows each word, the first time; a name under the role that it belongs to."""
    parts = _WORD.split(text)
    found: dict[str, str] = {}
    role = ""
    for word, value in zip(parts[1::2], parts[2::2], strict=True):
        role = word if word in _ROLES else role
        under = role if word == "NAME" else word
        what = squeezed(value).rstrip("/ ")
        if what and not (word in _ROLES and what.startswith("/")):  # parts, but no name
            found.setdefault(under, what)
    return found


def _counterparty(found: dict[str, str], *, money_in: bool) -> tuple[str, str, str]:
    """Account, bank and name; CNTP and ACCW hold several of them, with slashes between."""
    several = found.get("CNTP", "") + "///"
    account, bic, name = (part.strip() for part in several.split("/")[:3])
    if "ACCW" in found and not account:
        account, _, bic = found["ACCW"].partition(",")
    account = (account or found.get("IBAN", "")).replace(" ", "")
    bic = (bic or found.get("BIC", "")).replace(" ", "")
    sides = (_PAYER, _BENEFICIARY) if money_in else (_BENEFICIARY, _PAYER)
    for role in ("", *sides[0], *sides[1]):
        name = name or found.get(role, "")
    return accounts.iban(account) or account[:34], bic, name.partition("/ID/")[0]


def _remittance(text: str) -> tuple[str, str]:
    """The free text, and the structured reference; one that is not valid is free text."""
    if text.startswith("USTD/"):
        return text.removeprefix("USTD/").lstrip("/ "), ""
    if text.startswith("STRD/"):
        _, _, reference = text.removeprefix("STRD/").partition("/")
        valid = references.structured(reference)
        return ("" if valid else reference), valid
    return text, ""


def _return_reason(text: str) -> str:
    """The code, at the beginning of it or alone."""
    reason = _REASON.match(text)
    return reason[0] if reason else text[:40]


def _several(count: str) -> bool:
    return count.isdecimal() and len(count) < 10 and int(count) > 1
