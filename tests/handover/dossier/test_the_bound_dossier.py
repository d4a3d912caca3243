"""The PDF: what stands on which page, in four languages, and what cannot be bound."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import factories
import pytest
from pypdf import PdfReader

from acquit.channels.models import Message
from acquit.claims.models import Waiver
from acquit.core.procedures import Procedure
from acquit.handover.dossier import making
from acquit.handover.dossier.making import Made, make
from acquit.handover.models import Insolvency
from acquit.ledger.models import Hold, Invoice
from acquit.limitation.models import Occurrence
from dossier.world import (
    AS_OF,
    AT,
    SECRET,
    World,
    document,
    originals,
    paper,
    words_of,
    world,
)

A4_POINTS = (595, 842)


@pytest.fixture
def case(db: None) -> World:
    return world()


def made(case: World, out: Path, **how: object) -> tuple[Made, list[str]]:
    found = make(case.customer, as_of=AS_OF, out=out, **how)  # type: ignore[arg-type]
    return found, words_of(found.pdf.read_bytes())


def test_every_exhibit_stands_on_the_page_that_the_contents_name(
    case: World, tmp_path: Path
) -> None:
    told, pages = made(case, tmp_path, language="en")
    assert told.pages == len(pages)
    contents = pages[0] + pages[1]
    begins = {
        number: next(
            place
            for place, text in enumerate(pages, start=1)
            if re.search(rf"^Exhibit {number} |Exhibit {number} · 1/\d", text)
        )
        for number in (1, 2, 3, 5, 6, 7, 8, 9)
    }
    titles = {
        1: "Statement of account",
        2: "Invoice F-1",
        3: "Invoice F-2",
        5: "Credit note CN-5",
        6: "E-mail: Rappel F-1",
        7: "Letter: Mise en demeure",
        8: "Enclosed with exhibit 7: plan.pdf",
        9: "Léa Martin: Re: Rappel",
    }
    for number, page in begins.items():
        row = rf"{number} {re.escape(titles[number])} \d\d/\d\d/\d{{4}} {page}\b"
        assert re.search(row, contents), (row, contents)


def test_every_page_says_which_it_is_and_of_how_many(case: World, tmp_path: Path) -> None:
    _, pages = made(case, tmp_path, language="en")
    for place, text in enumerate(pages, start=1):
        assert f"Page {place} / {len(pages)}" in text


def test_every_sheet_is_a4_however_large_the_papers_are(
    case: World, tmp_path: Path
) -> None:
    told, _ = made(case, tmp_path)
    sizes = [page.mediabox for page in PdfReader(told.pdf).pages]
    sheets = [tuple(sorted((round(one.width), round(one.height)))) for one in sizes]
    assert set(sheets) == {A4_POINTS}


def test_a_lying_sheet_wears_its_stamp_within_its_edges(
    case: World, tmp_path: Path
) -> None:
    told, pages = made(case, tmp_path, language="en")
    place = next(at for at, text in enumerate(pages) if "Original of F-2" in text)
    page = PdfReader(told.pdf).pages[place]
    assert page.mediabox.width > page.mediabox.height
    found: dict[str, tuple[float, float]] = {}

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found[text.strip()] = (x, y)

    page.extract_text(visitor_text=visit)
    for text, (x, y) in found.items():
        assert page.mediabox.left < x < page.mediabox.right, text
        assert page.mediabox.bottom < y < page.mediabox.top, text
    assert any("Exhibit 3" in text for text in found)


def test_papers_stand_behind_with_their_exhibit_stamped_on_each_page(
    case: World, tmp_path: Path
) -> None:
    _, pages = made(case, tmp_path, language="en")
    (first, second) = (text for text in pages if "Original of F-1" in text)
    assert "Exhibit 2 · 1/2" in first
    assert "Exhibit 2 · 2/2" in second
    turned = next(text for text in pages if "Original of F-2" in text)
    assert "Exhibit 3 · 1/1" in turned
    letter = next(text for text in pages if "Par la lettre que voici" in text)
    assert "Exhibit 7 · 1/1" in letter


def test_an_invoice_that_was_enclosed_is_one_exhibit_and_not_two(
    case: World, tmp_path: Path
) -> None:
    _, pages = made(case, tmp_path, language="en")
    assert sum("Original of F-2" in text for text in pages) == 1
    assert any("F-2.pdf (Exhibit 3)" in text for text in pages)


def test_what_cannot_be_bound_is_named_and_lies_in_the_parcel(
    case: World, tmp_path: Path
) -> None:
    originals(case.late, b"%PDF-1.7 broken")
    told, pages = made(case, tmp_path, language="en")
    assert len(told.not_bound) == 2
    text = " ".join(pages)
    assert "it is broken" in text
    assert "it is no PDF" in text
    assert all(name in text for name in told.not_bound)


def test_the_proof_of_a_message_is_its_text_address_time_and_reports(
    case: World, tmp_path: Path
) -> None:
    _, pages = made(case, tmp_path, language="en")
    sheet = next(text for text in pages if text.startswith("Exhibit 6 "))
    for said in (
        "compta@example.org",
        "anna@example.org",
        "10/06/2026 10:05:00 (CEST, Europe/Brussels)",
        "10/06/2026 10:06:00 (CEST, Europe/Brussels): delivered",
        "10/06/2026 10:07:00 (CEST, Europe/Brussels): opened",
        "250 2.0.0 queued as 4F2",
        str(case.mail.key),
        "Notre facture F-1 reste ouverte.",
        '#eval("1") $x$ *gras* `code`',
    ):
        assert said in sheet, said


@pytest.mark.parametrize(
    ("language", "said", "title"),
    [
        ("en", "received on 18/09/2026, number RR1", "Acknowledgement of receipt of"),
        ("fr", "reçue le 18/09/2026, numéro RR1", "Accusé de réception de la pièce"),
        ("nl", "ontvangen op 18-09-2026, nummer RR1", "Bewijs van ontvangst van stuk"),
        ("de", "zugegangen am 18.09.2026, Nummer RR1", "Rückschein zu Anlage"),
    ],
)
def test_the_proof_of_a_letter_tells_its_receipt_and_encloses_it(
    case: World, tmp_path: Path, language: str, said: str, title: str
) -> None:
    case.letter.arrivals.create(
        outcome="RECEIVED",
        on=date(2026, 9, 18),
        tracking="RR1",
        document=factories.document(case.company, paper("Signed: L. Maes"), "slip.pdf"),
        recorded_at=factories.NOW,
    )
    told, pages = made(case, tmp_path, language=language)
    text = " ".join(pages).replace("\u00a0", " ")
    assert said in text
    assert title in text
    assert "Signed: L. Maes" in text
    files = zipfile.ZipFile(told.parcel).namelist()
    assert any(name.endswith("2026-09-18-slip.pdf") for name in files)


def test_nothing_of_anybody_else_is_in_any_file(case: World, tmp_path: Path) -> None:
    told, pages = made(case, tmp_path)
    assert SECRET not in " ".join(pages)
    assert SECRET.encode() not in told.claims.read_bytes()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Dossier", "Exhibit 2 · 1/2", "not legal advice", "Disputed: 300.00 EUR")),
        ("fr", ("Dossier", "Pièce 2 · 1/2", "pas un avis juridique", "300,00 EUR")),
        ("nl", ("Dossier", "Stuk 2 · 1/2", "geen juridisch advies", "300,00 EUR")),
        ("de", ("Akte", "Anlage 2 · 1/2", "keine Rechtsberatung", "300,00 EUR")),
    ],
)
def test_it_speaks_four_languages(
    case: World, tmp_path: Path, language: str, said: tuple[str, ...]
) -> None:
    _, pages = made(case, tmp_path, language=language)
    text = " ".join(pages).replace("\u00a0", " ")
    for words in said:
        assert words in text


def test_it_speaks_the_language_of_the_creditor_unless_told_otherwise(
    case: World, tmp_path: Path
) -> None:
    case.company.language = "nl"
    case.company.save()
    told, _ = made(case, tmp_path)
    assert told.language == "nl"


@pytest.mark.parametrize(
    ("procedure", "said"),
    [
        (Procedure.BE_IOS, "Enterprise number 0428.759.497; its check digits hold."),
        (Procedure.FR_INJONCTION, "Its country is Belgium."),
        (Procedure.GENERIC, "Before it is handed over"),
    ],
)
def test_it_opens_with_the_conditions_of_its_procedure(
    case: World, tmp_path: Path, procedure: Procedure, said: str
) -> None:
    _, pages = made(case, tmp_path, language="en", procedure=procedure)
    assert said in pages[1]
    assert "Disputed: F-3." in pages[1]


def test_the_same_case_gives_the_same_bytes(case: World, tmp_path: Path) -> None:
    one, other = (
        make(case.customer, as_of=AS_OF, out=tmp_path / name) for name in ("1", "2")
    )
    assert one.pdf.read_bytes() == other.pdf.read_bytes()
    assert one.parcel.read_bytes() == other.parcel.read_bytes()


def test_names_that_look_like_commands_are_only_names(case: World, tmp_path: Path) -> None:
    nasty = '#panic("x") ]] *a* _b_ \\ $1$ <x> @y // `z` "'
    case.customer.name = nasty
    case.customer.save()
    Message.objects.filter(pk=case.mail.pk).update(subject='=1+1 #read("/etc/passwd")')
    _, pages = made(case, tmp_path, language="en")
    assert nasty in pages[0]
    assert any('=1+1 #read("/etc/passwd")' in text for text in pages)


def test_a_case_with_little_in_it_is_a_dossier_too(db: None, tmp_path: Path) -> None:
    alone = factories.customer(factories.company(), language="en", party_type="UNKNOWN")
    factories.receivable(alone, "L-1")
    told = make(alone, as_of=AS_OF, out=tmp_path, language="en")
    text = " ".join(words_of(told.pdf.read_bytes()))
    assert "The original of these is not kept with the books: L-1." in text
    assert "not known, treated as consumer" in text
    assert "No interest is claimed: a notice must be sent after the due day first" in text


def test_papers_beyond_the_bounds_of_a_document_are_in_the_parcel_alone(
    case: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "MOST_BOUND_PAGES", 1)
    told, pages = made(case, tmp_path, language="en")
    assert any("the bound dossier would be too large" in text for text in pages)
    assert len(told.not_bound) > 3


def test_the_outline_leads_to_the_exhibits(case: World, tmp_path: Path) -> None:
    told, pages = made(case, tmp_path, language="en")
    reader = PdfReader(io.BytesIO(told.pdf.read_bytes()))
    places = {
        str(one["/Title"]): reader.get_destination_page_number(one)  # type: ignore[arg-type, index]
        for one in reader.outline
    }
    assert "Exhibit 2 · 1/2" in pages[places["2. Invoice F-1"]]
    assert pages[places["6. E-mail: Rappel F-1"]].startswith("Exhibit 6 ")


def test_a_letter_that_nobody_printed_is_not_called_sent(
    case: World, tmp_path: Path
) -> None:
    Message.objects.filter(pk=case.letter.pk).update(carrier="TRAY")
    _, pages = made(case, tmp_path, language="en")
    sheet = next(text for text in pages if text.startswith("Exhibit 7 "))
    assert "What became of it in the print tray, not printed yet" in sheet
    assert "Written 15/09/2026 10:05:00" in sheet


def test_what_a_mail_that_stayed_here_proves_is_told(case: World, tmp_path: Path) -> None:
    Message.objects.filter(pk=case.mail.pk).update(carrier="OUTBOX")
    _, pages = made(case, tmp_path, language="en")
    sheet = next(text for text in pages if text.startswith("Exhibit 6 "))
    assert "kept in the outbox, never handed to a server" in sheet


def test_what_is_not_due_and_what_a_debit_note_asks_for_carry_no_interest(
    case: World, tmp_path: Path
) -> None:
    Invoice.objects.filter(pk=case.late.invoice_id).update(kind="DEBIT_NOTE")
    early = case.customer.receivables.get(invoice__number="F-9")
    _, pages = made(case, tmp_path, language="en", receivables=[case.late.pk, early.pk])
    text = " ".join(pages)
    assert "A debit note carries no interest itself." in text
    assert "It is not due yet." in text
    assert "Debit note F-1" in text


def test_open_insolvency_proceedings_are_told_and_no_condition_is_met_by_them(
    case: World, tmp_path: Path
) -> None:
    hold = Hold.objects.create(
        customer=case.customer,
        reason="INSOLVENCY",
        from_on=date(2026, 11, 2),
        until_on=date(2027, 11, 2),
        recorded_at=AT,
    )
    Insolvency.objects.create(
        customer=case.customer,
        kind="BANKRUPTCY",
        court="Bruxelles",
        administrator="Me Claes",
        opened_on=date(2026, 11, 2),
        deadline_on=date(2026, 12, 2),
        hold=hold,
        recorded_at=AT,
    )
    _, pages = made(case, tmp_path, language="en", procedure=Procedure.BE_IOS)
    assert "They are open: file the claim there instead. not met" in pages[1]
    assert (
        "bankruptcy, liquidation, opened on 2 November 2026 Bruxelles Me Claes" in pages[2]
    )


def test_an_acknowledgement_moves_limitation_and_its_paper_is_an_exhibit(
    case: World, tmp_path: Path
) -> None:
    Occurrence.objects.create(
        receivable=case.late,
        customer=case.customer,
        kind="ACKNOWLEDGEMENT",
        on=date(2026, 9, 1),
        words="Signed at the counter.",
        document=document(case.company, "signed.pdf", paper("We owe F-1")),
        recorded_at=AT,
    )
    _, pages = made(case, tmp_path, language="en")
    text = " ".join(pages)
    assert "F-1 the debtor acknowledged the debt on 01/09/2026 10 01/09/2036" in text
    assert "Signed at the counter." in text
    page = next(text for text in pages if "We owe F-1" in text)
    assert "Exhibit 6 · 1/1" in page


def test_what_was_waived_is_taken_off_what_is_claimed(case: World, tmp_path: Path) -> None:
    Waiver.objects.create(
        receivable=case.late,
        customer=case.customer,
        charge="INTEREST",
        amount_minor=5_000,
        currency="EUR",
        reason="Goodwill",
        given_on=date(2026, 11, 1),
        recorded_at=AT,
    )
    _, pages = made(case, tmp_path, language="en")
    text = " ".join(pages)
    assert "Interest computed 50.34 EUR waived -50.00 EUR" in text
    assert "Interest claimed (each further day: 0.2877) 0.34 EUR" in text
    assert "Interest until 22 November 2026 41.22 EUR" in pages[0]
