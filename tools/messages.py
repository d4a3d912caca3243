"""Collect the words of code and templates, update the catalogues, and compile them.

    python tools/messages.py           # after changing words; then translate what it lists
    python tools/messages.py --check   # changes nothing; fails when something is left to do

It needs neither the system's gettext nor a server. Messages that are gone are dropped.
"""

from __future__ import annotations

import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "acquit"
LANGUAGES = ("fr",)
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# A sentence of a room that knows no language; of other functions called `say`, nothing.
SENTENCES = {"say": None}
# A refusal is raised in English where it happens, and translated where it is read: by its
# name, or by the `__init__` of a class of its own.
REFUSALS = dict.fromkeys(("Refusal", "NotTheirs", "NoSuchFolder", "OutOfReach", "__init__"))
# No date of today: the same words give the same file.
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def catalogue_path(language: str) -> Path:
    """Where the words of this language are kept."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def collected() -> Catalog:
    """Every message of the package, with the files it comes from."""
    catalogue = Catalog(project="Acquit", charset="utf-8", creation_date=NEVER)
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.html")]):
        where = str(path.relative_to(PACKAGE.parent))
        for _line, message, comments, context in _messages(path):
            catalogue.add(
                message, None, [(where, 1)], auto_comments=comments, context=context
            )
    return catalogue


def updated(language: str) -> Catalog:
    """The catalogue of this language with exactly the messages of the code."""
    path = catalogue_path(language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, domain="django")
    else:
        catalogue = Catalog(locale=language, domain="django", project="Acquit")
    catalogue.update(collected(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.creation_date = catalogue.revision_date = NEVER
    catalogue.header_comment = (
        f"# The words of Acquit in {language}: edit msgstr, then run make messages."
    )
    catalogue.version = catalogue.msgid_bugs_address = ""
    catalogue.last_translator = catalogue.language_team = ""
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as people edit it."""
    out = io.BytesIO()
    write_po(out, catalogue, width=92, sort_output=True, include_lineno=False)
    return out.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages that have no words yet in this language."""
    return [str(one.id) for one in catalogue if one.id and not _has_words(one.string)]


def main(arguments: list[str]) -> int:
    """Bring the files up to date, or only look; 1 when something is left to do."""
    left = 0
    for language in LANGUAGES:
        catalogue = updated(language)
        path = catalogue_path(language)
        wanted = {path: as_po(catalogue), path.with_suffix(".mo"): as_mo(catalogue)}
        missing = untranslated(catalogue)
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            for file, content in wanted.items():
                file.write_bytes(content)
        stale = [
            f
            for f, content in wanted.items()
            if not f.exists() or f.read_bytes() != content
        ]
        left += len(missing) + len(stale)
        sys.stdout.writelines(f"{language}: not translated: {one}\n" for one in missing)
        sys.stdout.writelines(
            f"{language}: not up to date: {file.name}\n" for file in stale
        )
    return 1 if left else 0


def _messages(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    method = _from_template if path.suffix == ".html" else extract_python
    code = path.read_bytes()
    keywords = dict(KEYWORDS)
    if b"acquit.core.sentences import" in code:
        keywords |= SENTENCES
    if b"import Refusal" in code:
        keywords |= REFUSALS
    with path.open("rb") as file:
        yield from extract(method, file, keywords, ["Translators:"], {"encoding": "utf-8"})


def _from_template(
    file: Any, keywords: Any, tags: Any, options: Any
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Django turns a template into something that reads like Python; Babel reads that."""
    from django.utils.translation.template import templatize  # noqa: PLC0415

    source = templatize(file.read().decode())
    return extract_python(io.BytesIO(source.encode()), keywords, tags, options)


def _has_words(string: Any) -> bool:
    return all(string) if isinstance(string, (list, tuple)) else bool(string)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquit.config.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
