"""Copies of invoices stand behind their letter; a broken one stops nobody."""

from __future__ import annotations

import io
from typing import Any

import factories
import pytest
from pypdf import PageObject, PdfReader, PdfWriter, Transformation

from acquit.channels.letter import binding, papers, setting
from acquit.channels.letter.binding import Bundle, Flaw
from acquit.channels.models import Message, PrintBatch
from acquit.cycle.actions.printing import print_letters
from acquit.organisation.models import Company
from channels.letter.ink import POINTS_PER_MM, sheets, words_of
from channels.letter.pages import page
from channels.letter.test_the_print_tray import AT, CLERK, TODAY, letter

A4 = (210, 297)


def copy(said: str, *, pages: int = 1, size: tuple[float, float] = A4) -> bytes:
    """A copy of an invoice, as somebody else's program writes it."""
    drawn = PdfReader(io.BytesIO(setting.set_letter(page(subject=said)))).pages[0]
    whole = PdfWriter()
    for _ in range(pages):
        sheet = PageObject.create_blank_page(None, *(edge * POINTS_PER_MM for edge in size))
        scale = size[0] / A4[0], size[1] / A4[1]
        sheet.merge_transformed_page(drawn, Transformation().scale(*scale))
        whole.add_page(sheet)
    return written(whole)


def written(whole: PdfWriter) -> bytes:
    out = io.BytesIO()
    whole.write(out)
    return out.getvalue()


def locked(pdf: bytes) -> bytes:
    whole = PdfWriter(PdfReader(io.BytesIO(pdf)))
    whole.encrypt("secret", algorithm="RC4-128")
    return written(whole)


def enclose(message: Message, name: str, content: bytes) -> None:
    message.enclosures.create(name=name, media_type="application/pdf", content=content)


def subjects(pdf: bytes) -> list[str]:
    """What each sheet is: the subject of its letter or its copy; "" = blank."""
    named = ("Reminder to Anna", "Reminder to Boris", "Copy F1", "Copy F2", "Account")
    found = [words_of(pdf, sheet) for sheet in range(sheets(pdf))]
    return [next((name for name in named if name in words), "") for words in found]


@pytest.fixture
def ours(db: None) -> Company:
    return factories.company()


def print_one(ours: Company) -> PrintBatch:
    (batch,) = print_letters(ours.pk, on=TODAY, actor=CLERK, at=AT).batches
    return batch


def test_each_paper_stands_behind_its_own_letter_in_order(ours: Company) -> None:
    anna, boris = letter(ours, "C1", "Anna"), letter(ours, "C2", "Boris")
    enclose(anna, "F1.pdf", copy("Copy F1"))
    enclose(boris, "F2.pdf", copy("Copy F2", pages=2))
    enclose(boris, "account.pdf", copy("Account"))
    batch = print_one(ours)
    assert subjects(bytes(batch.pdf)) == [
        *("Reminder to Anna", "Copy F1"),
        *("Reminder to Boris", "Copy F2", "Copy F2", "Account"),
    ]
    assert batch.pages == 6


def test_a_printer_of_both_sides_begins_everything_on_a_new_sheet(
    ours: Company, settings: Any
) -> None:
    settings.LETTER_BOTH_SIDES = True
    anna, boris = letter(ours, "C1", "Anna"), letter(ours, "C2", "Boris")
    enclose(anna, "F1.pdf", copy("Copy F1", pages=3))
    enclose(boris, "F2.pdf", copy("Copy F2", pages=2))
    batch = print_one(ours)
    assert subjects(bytes(batch.pdf)) == [
        *("Reminder to Boris", "", "Copy F2", "Copy F2"),
        *("Reminder to Anna", "", "Copy F1", "Copy F1", "Copy F1", ""),
    ]
    assert batch.pages == 10


def test_the_pile_is_ordered_by_what_is_in_the_envelope(ours: Company) -> None:
    letter(ours, "C2", "Boris")
    enclose(letter(ours, "C1", "Anna"), "F1.pdf", copy("Copy F1"))
    assert subjects(bytes(print_one(ours).pdf)) == [
        *("Reminder to Boris", "Reminder to Anna", "Copy F1"),
    ]


def test_one_document_goes_behind_many_letters(ours: Company) -> None:
    shared = factories.document(ours, copy("Copy F1"), "F1.pdf")
    for code, name in (("C1", "Anna"), ("C2", "Boris")):
        letter(ours, code, name).enclosures.create(
            name="F1.pdf", media_type="application/pdf", document=shared
        )
    assert subjects(bytes(print_one(ours).pdf)) == [
        *("Reminder to Anna", "Copy F1", "Reminder to Boris", "Copy F1"),
    ]


def test_what_cannot_be_bound_is_named_and_stops_nothing_else(ours: Company) -> None:
    anna = letter(ours, "C1", "Anna")
    sound = copy("Copy F1")
    enclose(anna, "invoice.xml", b"<?xml version='1.0'?><Invoice/>")
    enclose(anna, "locked.pdf", locked(sound))
    enclose(anna, "torn.pdf", sound[: len(sound) // 2].replace(b"obj", b"xyz"))
    enclose(anna, "empty.pdf", written(PdfWriter()))
    enclose(anna, "F1.pdf", sound)
    letter(ours, "C2", "Boris")
    batch = print_one(ours)
    assert subjects(bytes(batch.pdf)) == [
        *("Reminder to Boris", "Reminder to Anna", "Copy F1"),
    ]
    told = dict(anna.enclosures.values_list("name", "apart"))
    assert told == {
        "invoice.xml": "NO_PDF",
        "locked.pdf": "LOCKED",
        "torn.pdf": "BROKEN",
        "empty.pdf": "BROKEN",
        "F1.pdf": "",
    }


def test_papers_that_kill_their_reader_are_left_out_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sound = copy("Copy F1")
    # Shorter than the reader takes to start: it is killed at each of them.
    monkeypatch.setattr(binding, "SECONDS_EACH", 0.000_01)
    assert binding.looked_through([sound, sound]) == [Flaw.BROKEN, Flaw.BROKEN]
    front = setting.set_letter(page())
    assert binding.behind(front, [sound], both_sides=True) == (front, [Flaw.BROKEN])


@pytest.mark.parametrize(
    ("size", "laid"),
    [((216, 279), A4), ((148, 210), A4), ((420, 297), (297, 210)), ((105, 74), (297, 210))],
)
def test_every_sheet_is_one_that_the_printer_has(
    size: tuple[float, float], laid: tuple[float, float]
) -> None:
    front = setting.set_letter(page())
    pdf, _ = binding.behind(front, [copy("Copy F1", size=size)], both_sides=False)
    sheet = PdfReader(io.BytesIO(pdf)).pages[1]
    found = sheet.cropbox.width, sheet.cropbox.height
    assert [round(float(edge) / POINTS_PER_MM) for edge in found] == list(laid)
    assert "Copy F1" in words_of(pdf, 1)


def test_letters_alone_on_one_side_are_left_as_they_were_set() -> None:
    alone = Bundle(b"%PDF", 2, [0, 1])
    assert binding.bound(alone, [], [[], []], both_sides=False) is alone


def test_a_large_heap_of_papers_is_read_and_bundled_bit_by_bit(
    ours: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    enclose(letter(ours, "C1", "Anna"), "F1.pdf", copy("Copy F1"))
    enclose(letter(ours, "C2", "Boris"), "F2.pdf", copy("Copy F2"))
    monkeypatch.setattr(papers, "AT_ONCE_BYTES", 10)
    printed = print_letters(ours.pk, on=TODAY, actor=CLERK, at=AT)
    assert [subjects(bytes(one.pdf)) for one in printed.batches] == [
        ["Reminder to Anna", "Copy F1"],
        ["Reminder to Boris", "Copy F2"],
    ]
