"""The code that a banking app reads: EPC069-12, a credit transfer in euros as a QR code."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import segno

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME_CHARS, TEXT_CHARS, PAYLOAD_BYTES = 70, 140, 331
LARGEST = Decimal("999999999.99")
# ISO 11649: RF, two check digits, up to 21 characters.
CREDITOR_REFERENCE = re.compile(r"RF[0-9]{2}[0-9A-Z]{1,21}")
# Any of the eight masks is read alike (ISO/IEC 18004); trying all of them to find the one
# with the evenest grey costs five times as much as drawing.
MASK = 3


def payload(pay: Mapping[str, Any]) -> str:
    """The words of the code, or "" where there can be none: another currency, no amount or
    none that the standard allows, more than one account, nothing to refer to.
    """
    accounts, reference = pay["accounts"], " ".join((pay["reference"] or "").split())
    if pay["currency"] != "EUR" or not pay["amount"] or len(accounts) != 1 or not reference:
        return ""
    amount = Decimal(pay["amount"])
    if not Decimal("0.01") <= amount <= LARGEST:
        return ""
    bare = reference.replace(" ", "").upper()
    structured = bare if CREDITOR_REFERENCE.fullmatch(bare) else ""
    lines = [
        "BCD",
        "002",
        "1",  # UTF-8
        "SCT",
        "",  # no BIC: within the area the IBAN is enough
        accounts[0]["name"][:NAME_CHARS].strip(),
        accounts[0]["iban"].replace(" ", ""),
        f"EUR{amount:.2f}",
        "",
        structured,
    ]
    if not structured:
        lines.append(reference[:TEXT_CHARS])
    text = "\n".join(lines)
    return text if len(text.encode()) <= PAYLOAD_BYTES else ""


def code(text: str) -> str:
    """The code as an SVG; correction level M, as the standard asks for."""
    drawn = segno.make_qr(text, error="m", boost_error=False, mask=MASK)
    svg = BytesIO()
    drawn.save(svg, kind="svg", border=0, xmldecl=False, nl=False, omitsize=True)
    return svg.getvalue().decode()
