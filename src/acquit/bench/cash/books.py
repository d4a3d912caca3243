"""The books: companies of several sizes whose open items come to a given number."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.bench.cash.chance import seeded
from acquit.bench.cash.companies import LARGE_PLACE, Company
from acquit.bench.cash.numbering import NUMBERINGS
from acquit.bench.cash.places import account_of, language_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

FAMILIES = ("dev", "held_out")
SMALLEST = 200  # documents in all
_FEWEST = 100  # documents of one company
_LARGE, _LARGEST = 220, 450  # documents of the large customer
_SHARES = (30, 20, 14, 11, 9, 7, 5, 4)
# Small, medium, large customers: how many documents, and how often.
_SIZES = (1, 2, 2, 3, 3, 4, 5, 6, 6, 8, 9, 12, 12, 18, 30)
_OWN_NAMES = {
    "nl": ("Houthandel Noorderlicht", "Verpakkingen Zeldzaam", "Drankenhuis Wilg"),
    "fr": ("Papeterie du Lac", "Matériaux Belle-Rive", "Fournitures Sept Vents"),
    "de": ("Werkzeug Silbersee", "Großhandel Abendrot", "Papier Morgenstern"),
    "en": ("Quiet Harbour Supplies", "Sevenfold Packaging", "Larkmoor Timber"),
}


@dataclass(frozen=True, slots=True)
class Books:
    """The companies, and what they were made from."""

    seed: int
    family: str
    companies: tuple[Company, ...]


def books(
    seed: int,
    size: int,
    *,
    family: str = "dev",
    countries: Sequence[str] = ("BE", "FR", "NL", "DE", "LU", "GB"),
    reference_share: float = 0.6,
) -> Books:
    """Books with `size` invoices and credit notes, an invoice in instalments counted once.

    countries: of the companies in turn, as often as each is to appear. reference_share:
    of the invoices of a Belgian company that carry a structured reference. Raises
    ValueError below 200 documents.
    """
    if size < SMALLEST:
        raise ValueError(f"books of {size} documents; at least {SMALLEST}")
    sizes = _sizes(size, min(len(_SHARES), max(1, size // 400)))
    companies = [
        _company(
            seed, family, key, countries[(key - 1) % len(countries)], of, reference_share
        )
        for key, of in enumerate(sizes, 1)
    ]
    return Books(seed, family, tuple(companies))


def _sizes(size: int, count: int) -> list[int]:
    """How the documents are dealt; the first company has the most, and what is left."""
    shares = _SHARES[:count]
    dealt = [max(_FEWEST, size * share // sum(shares)) for share in shares[1:]]
    return [size - sum(dealt), *dealt]


def _company(
    seed: int, family: str, key: int, country: str, size: int, share: float
) -> Company:
    chance = seeded(seed, family, key, "company")
    language = language_of(country, chance)
    numberings = NUMBERINGS[family][country]
    references = {"BE": "ogm", "DE": "rf", "LU": "rf", "NL": "rf"}.get(country, "")
    names = _OWN_NAMES[language]
    return Company(
        key=key,
        seed=seed,
        family=family,
        name=f"{names[key % len(names)]} {key}",
        country=country,
        language=language,
        currency="GBP" if country == "GB" else "EUR",
        iban=account_of(country, seeded(seed, family, key, "own")),
        numbering=numberings[(key - 1 + seed) % len(numberings)],
        references=references,
        reference_share=share if references == "ogm" else 0.3,
        offsets=_offsets(size, seeded(seed, family, key, "sizes")),
    )


def _offsets(size: int, chance: Random) -> array[int]:
    offsets = array("q", [0])
    while offsets[-1] < size:
        index = len(offsets) - 1
        large = index == LARGE_PLACE and size >= 3 * _LARGE
        count = min(_LARGEST, size // 3) if large else chance.choice(_SIZES)
        offsets.append(min(size, offsets[-1] + count))
    return offsets
