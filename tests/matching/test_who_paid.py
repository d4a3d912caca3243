"""Who paid: by account, number, name, contact or text."""

from __future__ import annotations

import papers
import pytest
from papers import Paid, statement, table

from acquit.matching.models import Match

CUSTOMERS = f"""customer_code | name | vat | city | parent_code | ibans
C1 | Bakkerij Peeters BV | BE0123456749 | Gent | | {papers.THEIR_IBAN}
C2 | Bakkerij De Smedt SRL | | Aalst | |
C3 | Bakkerij De Smedt SPRL | | Namur | |
C4 | Ébénisterie Lefèvre SA | | Liège | |
C5 | Garage Müller GmbH | | Köln | |
C6 | Toitures Delvaux SRL | | Arlon | |
KLANT77 | Hoeve Segers | | Brugge | C6 |"""
CONTACTS = """customer_code | name | role
C4 | Marie Benoît-Collignon | accounting
C5 | Jürgen Weiß-Kuhn | accounting
C2 | Jürgen Kuhn-Weiß | accounting"""
CODES = ("C1", "C2", "C3", "C4", "C5", "C6", "KLANT77")


@pytest.fixture(autouse=True)
def known(books: papers.Books) -> None:
    """Each customer owes one invoice, of an amount of its own."""
    rows = [
        f"F26-0{n} | {code} | 2026-02-01 | {n}.50 |" for n, code in enumerate(CODES, 11)
    ]
    books.must_take(table(CUSTOMERS), table(CONTACTS), papers.invoices(*rows))


def kind_of(books: papers.Books, minor: str, text: str = "", **more: str) -> str:
    """Of the first answer to a payment; "" where there is none."""
    books.must_take(statement(Paid(minor, text, **more)))
    first = Match.objects.filter(rank=1).first()
    return first.kind if first else ""


@pytest.mark.parametrize(
    ("minor", "name", "kind"),
    [
        ("11.50", "BAKKERIJ PEETERS", "single/name/exact"),
        ("11.50", "Peeters bakkerij B.V.", "single/name/exact"),
        ("11.50", "Bakkerij Peeters Gent", "single/name/exact"),
        ("11.50", "Bakkerij Peters BV", "single/close name/exact"),
        ("12.50", "Bakkerij De Smedt SRL", "single/name/exact"),
        ("12.50", "Bakkerij De Smedt", "single/shared iban/exact"),
        ("14.50", "EBENISTERIE LEFEVRE", "single/name/exact"),
        ("15.50", "GARAGE MUELLER", "single/name/exact"),
        ("14.50", "Marie Benoît-Collignon", "single/contact/exact"),
        ("15.50", "JUERGEN WEISS-KUHN", "single/contact/exact"),
        ("16.50", "Toitures Delvaux S.R.L.", "single/name/exact"),
        ("11.50", "Slagerij Janssens", "single/nobody/exact"),
    ],
)
def test_a_name_is_known_as_a_bank_writes_it(books, minor, name, kind):
    assert kind_of(books, minor, name=name) == kind


@pytest.mark.parametrize(
    ("minor", "text", "kind"),
    [
        ("17.50", "klant KLANT77", "single/code/exact"),
        ("11.50", "onze BTW BE 0123.456.749", "single/vat/exact"),
        ("14.50", "pour compte de Ebenisterie Lefevre SA", "single/name in text/exact"),
        ("13.50", "voor Bakkerij De Smedt SPRL", "single/name in text/exact"),
        ("12.50", "voor Bakkerij De Smedt", "single/shared iban/exact"),
    ],
)
def test_a_text_may_say_whose_it_is(books, minor, text, kind):
    assert kind_of(books, minor, text) == kind


def test_the_account_is_known_though_the_name_is_an_offices(books):
    paid = {"iban": papers.THEIR_IBAN, "name": "Boekhouding Van Loo"}
    assert kind_of(books, "11.50", **paid) == "single/iban/exact"


def test_a_company_of_the_group_pays_with_the_number(books):
    kind = kind_of(books, "17.50", "F26-017", name="Toitures Delvaux")
    assert kind == "number/group/exact"


def test_a_known_account_is_not_believed_against_a_name(books):
    """The amount fits what the named customer owes, but the account is somebody else's."""
    paid = {"iban": papers.THEIR_IBAN, "name": "Ébénisterie Lefèvre"}
    assert kind_of(books, "14.50", **paid) == "single/other/exact"
    assert Match.objects.get().state == "PROPOSED"


def test_a_name_is_found_in_a_text_though_each_of_its_words_is_in_many_names(books):
    trades = ("Toitures", "Garage", "Boulangerie", "Librairie", "Peinture", "Brasserie")
    families = ("Caron", "Noël", "Simon", "Colin", "Dubois", "Renaud", "Thiry", "Moreau")
    names = [f"{trade} {family} SA" for trade in trades for family in families]
    rows = [f"M{n} | {name} | | Dijon | |" for n, name in enumerate(names, 1)]
    header, *_ = CUSTOMERS.splitlines()
    books.must_take(
        table("\n".join((header, *rows))),
        papers.invoices("F26-900 | M35 | 2026-02-01 | 90.50 |"),
    )
    text = f"VIR {names[34].upper()} TRANSFERT MERCI"
    assert kind_of(books, "90.50", text) == "single/name in text/exact"


def test_an_office_pays_for_the_customer_that_it_names(books):
    kind = kind_of(books, "14.50", "Ébénisterie Lefèvre SA", name="Fiduciaire Lefevre")
    assert kind == "single/name in text/exact"


def test_of_nobody_what_has_the_amount_is_proposed_and_keeps_no_other_payment_away(books):
    assert kind_of(books, "11.50", "merci") == "single/nobody/exact"
    books.must_take(statement(Paid("11.50", "F26-011", name="Bakkerij Peeters")))
    posted = Match.objects.get(state="POSTED")
    assert posted.kind == "number/name/exact"


def test_what_many_invoices_cost_says_nothing_of_nobody(books):
    rows = [f"F26-8{n:02} | C1 | 2026-02-01 | 29.00 |" for n in range(4)]
    books.must_take(papers.invoices(*rows))
    assert kind_of(books, "29.00", "merci") == ""
