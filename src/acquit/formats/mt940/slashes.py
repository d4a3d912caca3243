"""The text of a line in code words between slashes: `/EREF/…/NAME/…/REMI/…`.

Dutch banks fill it so since SEPA (ABN AMRO, ING, Rabobank, Deutsche Bank), and many others
for international payments. A slash that begins no known word belongs to the text.
"""

from __future__ import annotations

import re

from acquit.formats import accounts, references
from acquit.formats.mt940.told import Told, given, squeezed

_WORDS = (
    *(
        "TRTP",
        "IBAN",
        "BIC",
        "NAME",
        "REMI",
        "EREF",
        "CSID",
        "MARF",
        "RTRN",
        "PREF",
        "PURP",
    ),
    *(
        "ADDR",
        "ISDT",
        "ORDP",
        "BENM",
        "ULTD",
        "ULTC",
        "ULTB",
        "CNTP",
        "SVCL",
        "TRCD",
        "TCRD",
    ),
    *(
        "NRTX",
        "NBTR",
        "ACCW",
        "IREF",
        "KREF",
        "CREF",
        "EXCH",
        "CHGS",
        "CHGT",
        "OCMT",
        "COAM",
    ),
    *("OAMT", "ORDT", "CRED", "DEBT", "ROLE", "SUM"),
)
_WORD = re.compile("/(" + "|".join(_WORDS) + ")/")
_REASON = re.compile(r"[A-Z]{2}[0-9]{2}|[A-Z]{4}")


def told(text: str) -> Told | None:
    """What the text tells; None when it does not begin with such a word."""
    text = text.strip()
    if _WORD.match(text) is None:
        return None
    parts = _WORD.split(text)
    found: dict[str, str] = {}
    for word, value in zip(parts[1::2], parts[2::2], strict=True):
        found.setdefault(word, squeezed(value.rstrip("/ ")))
    account, bic, name = _counterparty(found)
    free, structured = _remittance(found.get("REMI", ""))
    return Told(
        text=free
        or found.get("TRTP", "")
        or ("" if structured or name else squeezed(text)),
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


def _counterparty(found: dict[str, str]) -> tuple[str, str, str]:
    """Account, bank and name; CNTP and ACCW hold several of them, with slashes between."""
    account, bic, name = (
        part.strip() for part in (found.get("CNTP", "") + "///").split("/")[:3]
    )
    if "ACCW" in found and not account:
        account, _, bic = found["ACCW"].partition(",")
    account = (account or found.get("IBAN", "")).replace(" ", "")
    bic = (bic or found.get("BIC", "")).replace(" ", "")
    named = (name, found.get("NAME", ""), found.get("ORDP", ""), found.get("BENM", ""))
    told_name = next((one for one in named if one and not one.startswith("/")), "")
    return accounts.iban(account) or account[:34], bic, told_name.partition("/ID/")[0]


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
