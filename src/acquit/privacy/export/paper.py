"""The document that a person reads: one file without anything that is fetched."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from acquit.privacy.export import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;
color:#1b1f24;background:#fff}
h1{line-height:1.2}h2{margin-top:2.5rem;border-bottom:1px solid #c9ced6;font-size:1.2rem}
dl{display:grid;grid-template-columns:minmax(9rem,max-content) 1fr;gap:.15rem 1rem;
margin:1rem 0;padding-bottom:1rem;border-bottom:1px solid #eceff3}
dt{color:#5b6470}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
@media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}
@media print{h2{break-after:avoid}dl{break-inside:avoid}}
"""
# Beside these the document explains what a score is.
EXPLAINED = "profile"


def html(told: Mapping[str, Any]) -> str:
    """told: as the JSON file has it."""
    language = words.known_language(told["language"])
    said = words.texts(language)
    about = {"company": told["company"], "name": told["person"], "day": told["as_of"]}
    parts = [
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(said['title'])}</title><style>{STYLE}</style></head><body>",
        f"<h1>{escape(said['title'])}</h1>",
        f"<p>{escape(said['intro'].format(**about))}</p>",
        *_sections(told["sections"], language),
        f"<p>{escape(said['rights'].format(contact=told['contact']))}</p>",
        "</body></html>",
    ]
    return "\n".join(parts)


def _sections(
    sections: Mapping[str, Sequence[Mapping[str, Any]]], language: str
) -> Iterator[str]:
    said = words.texts(language)
    for name, rows in sections.items():
        yield f"<h2>{escape(said['sections'][name])}</h2>"
        if name == EXPLAINED:
            yield f"<p>{escape(said['scoring'])}</p>"
        if not rows:
            yield f"<p>{escape(said['nothing'])}</p>"
        for row in rows:
            yield _row(row, language)


def _row(row: Mapping[str, Any], language: str) -> str:
    names = words.texts(language)["fields"]
    told = "".join(
        f"<dt>{escape(names[name])}</dt><dd>{escape(words.value(said, language))}</dd>"
        for name, said in row.items()
        if said is not None and said != ""
    )
    return f"<dl>{told}</dl>"
