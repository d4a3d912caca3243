"""Putting the file together: a ZIP with the document and the same as JSON."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

from acquit.privacy.export import paper, words
from acquit.privacy.queries.told.sections import sections

if TYPE_CHECKING:
    from datetime import date

    from acquit.privacy.queries.held import Somebody

DOCUMENT, DATA = "personal-data.html", "personal-data.json"
# The same data give the same bytes.
NEVER = (1980, 1, 1, 0, 0, 0)


def told(who: Somebody, *, as_of: date) -> dict[str, Any]:
    """All that is held, as it stands in the JSON file."""
    company = who.company
    return {
        "company": company.name,
        "contact": company.email or company.name,
        "person": who.name,
        "language": words.known_language(who.language),
        "as_of": as_of.isoformat(),
        "sections": sections(who, as_of=as_of),
    }


def archive(who: Somebody, *, as_of: date) -> bytes:
    """The ZIP that is handed over."""
    data = told(who, as_of=as_of)
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in ((DOCUMENT, paper.html(data)), (DATA, text)):
            packed.writestr(zipfile.ZipInfo(name, NEVER), content.encode())
    return out.getvalue()


def file_name(who: Somebody, *, as_of: date) -> str:
    """Without the name of the person: it stands in logs and in lists of downloads."""
    key = who.customer.code if who.customer is not None else "contact"
    kept = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in key)
    return f"personal-data-{kept}-{as_of}.zip"
