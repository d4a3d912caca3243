"""What a debtor reads in four languages: nothing missing, nothing that must not be said."""

from __future__ import annotations

import re
from datetime import date

import pytest

from acquit.core.dunning import Step
from acquit.dunning import letters
from acquit.dunning.letters import LANGUAGES, TEMPLATES, ItemWords, Payment
from acquit.ledger.models import Customer
from acquit.organisation.models import Company

TODAY = date(2026, 3, 24)
DEADLINE = {
    "en": "1 April 2026",
    "fr": "1er avril 2026",
    "nl": "1 april 2026",
    "de": "1. April 2026",
}
SOON = {
    "en": "6 April 2026",
    "fr": "6 avril 2026",
    "nl": "6 april 2026",
    "de": "6. April 2026",
}
ASKING = [step for step in Step if step is not Step.THANK_YOU]
WITHOUT_LAW = [step for step in ASKING if step is not Step.FORMAL_NOTICE]
WITH_DEADLINE = [Step.REMINDER_2, Step.REMINDER_3, Step.LAST_REMINDER, Step.FORMAL_NOTICE]

THANKS = r"thank|grateful|merci|remerci|dank|erkentelijk"
MONEY_ON_TOP = (
    r"\bfees?\b|\bcosts?\b|\bcharges?\b|interest|penalt|compensation"
    r"|\bfrais\b|intérêt|pénalité|indemnité|majoration|clause"
    r"|\bkosten\b|\brente\b|vergoeding|boete|verhoging|beding"
    r"|kosten|gebühr|zinsen|pauschale"
)
LAW = (
    r"formal notice|\blegal|\bcourt\b|bailiff|lawyer|solicitor|debt collect|default"
    r"|mise en demeure|en demeure|sommation|tribunal|huissier|commissaire|avocat|juridique"
    r"|judiciaire|contentieux|recouvrement|voies de droit"
    r"|ingebreke|in gebreke|aanmaning|sommer|rechtbank|deurwaarder|advocaat|gerechtelijk"
    r"|juridisch|incasso|invordering|verzuim"
    r"|mahnung|fristsetzung|gericht|anwalt|inkasso|rechtlich|rechtsweg|verzug|vollstreck"
)
FORMAL = {
    "en": "formal notice",
    "fr": "mise en demeure",
    "nl": "ingebrekestelling",
    "de": "Letzte Mahnung mit Fristsetzung",
}
LATE = {
    "en": "days late",
    "fr": "jours de retard",
    "nl": "dagen te laat",
    "de": "Tage überfällig",
}


def company(**known: str) -> Company:
    return Company(
        **{
            "code": "ARD",
            "name": "Ardenne Bois SA",
            "country": "BE",
            "street": "Rue du Port 12",
            "postcode": "4000",
            "city": "Liège",
            "vat": "BE0403019261",
            "registration": "RPM Liège",
            "email": "factures@ardenne-bois.example",
            "phone": "+32 4 223 45 67",
        }
        | known
    )


def item(**known) -> ItemWords:
    return ItemWords(
        **{
            "number": "F-2026-0101",
            "instalment": 1,
            "instalments": 1,
            "issued_on": date(2026, 1, 20),
            "due_on": date(2026, 2, 20),
            "currency": "EUR",
            "open_minor": 123_456,
            "contested_minor": 0,
            "amount_minor": 123_456,
            "step": Step.REMINDER_2,
            "payment_reference": "090933755493",
        }
        | known
    )


def alone(step: Step, **known) -> list[ItemWords]:
    due_on = date(2026, 3, 30) if step is Step.NOTICE else date(2026, 2, 20)
    return [item(**{"step": step, "due_on": due_on} | known)]


def mixed(step: Step) -> list[ItemWords]:
    """One at the step with a contested part, an instalment, one in dollars; where the step
    allows it, one that is not due yet.
    """
    milder = Step.NOTICE if step in WITHOUT_LAW else step
    due_on = date(2026, 4, 6) if milder is Step.NOTICE else date(2026, 2, 23)
    return [
        *alone(step, contested_minor=20_000),
        *alone(
            step,
            number="F-2026-0117",
            instalment=2,
            instalments=3,
            amount_minor=300_000,
            open_minor=300_000,
            payment_reference="RF18539007547034",
        ),
        *alone(
            step,
            number="US-7",
            currency="USD",
            open_minor=99_900,
            amount_minor=99_900,
            payment_reference="",
        ),
        item(
            number="F-2026-0140",
            step=milder,
            due_on=due_on,
            open_minor=70_000,
            amount_minor=70_000,
        ),
    ]


def write(step: Step, language: str, items: list[ItemWords], **known) -> letters.Written:
    return letters.write(
        step,
        **{
            "company": company(),
            "customer": Customer(code="C0042", name="Bakkerij Peeters", language=language),
            "items": items,
            "accounts": [Payment(iban="BE68539007547034", name="Ardenne Bois SA")],
            "credit_minor": {},
            "on": TODAY,
            "answer_to": "factures@ardenne-bois.example",
        }
        | known,
    )


def whole(written: letters.Written) -> str:
    return f"{written.subject}\n{written.body}"


def told(text: str) -> str:
    """The text in one line, so that a wrapped phrase is found."""
    return " ".join(text.split())


def amount(minor: int, language: str, currency: str = "EUR") -> str:
    whole_part, cents = divmod(minor, 100)
    group, point = {"en": ",.", "fr": " ,", "nl": ".,", "de": ".,"}[language]
    return f"{whole_part:,}".replace(",", group) + f"{point}{cents:02d} {currency}"


each_language = pytest.mark.parametrize("language", LANGUAGES)
each_step = pytest.mark.parametrize("step", list(Step))


@each_language
@each_step
def test_there_is_a_message_for_each_step_in_each_language(step, language):
    assert (TEMPLATES / language / f"{step.value.lower()}.txt").is_file()


@each_language
@each_step
def test_one_invoice_is_named_with_its_number_and_amount(step, language):
    written = write(step, language, alone(step))
    assert "F-2026-0101" in written.subject
    assert "F-2026-0101" in written.body
    assert amount(123_456, language) in written.body


@each_language
@each_step
def test_every_invoice_is_named_with_its_number_and_amount(step, language):
    body = write(step, language, mixed(step)).body
    for number in ("F-2026-0101", "F-2026-0117", "US-7", "F-2026-0140"):
        assert number in body
    assert "2/3" in body
    for minor in (123_456, 300_000, 70_000):
        assert amount(minor, language) in body
    assert amount(99_900, language, "USD") in body


@each_language
@pytest.mark.parametrize("step", ASKING)
def test_the_contested_part_is_named_and_not_asked_for(step, language):
    body = write(step, language, alone(step, contested_minor=20_000)).body
    assert amount(20_000, language) in body
    assert amount(103_456, language) in body


@each_language
@pytest.mark.parametrize("step", ASKING)
def test_totals_stand_per_currency_without_what_is_contested(step, language):
    body = write(step, language, mixed(step)).body
    apart = step not in {Step.NOTICE, Step.FORMAL_NOTICE}  # what is not due is not in it
    assert amount(403_456 if apart else 473_456, language) in body
    assert body.count(amount(99_900, language, "USD")) >= 2


@each_language
@pytest.mark.parametrize("step", ASKING)
def test_a_credit_is_shown_when_there_is_one_and_only_then(step, language):
    word = {
        "en": "in your favour",
        "fr": "en votre faveur",
        "nl": "in uw voordeel",
        "de": "zu ihren gunsten",
    }[language]
    with_credit = write(step, language, alone(step), credit_minor={"EUR": 5_000}).body
    assert word in with_credit.lower()
    assert amount(5_000, language) in with_credit
    assert word not in write(step, language, alone(step)).body.lower()


@each_language
@pytest.mark.parametrize("step", ASKING)
def test_a_message_that_asks_says_where_to_pay_and_with_which_reference(step, language):
    body = write(step, language, alone(step)).body
    for needed in ("BE68 5390 0754 7034", "Ardenne Bois SA", "+++090/9337/55493+++"):
        assert needed in body
    assert "RF18539007547034" in write(step, language, mixed(step)).body


@each_language
def test_an_invoice_without_a_reference_is_paid_with_its_number(language):
    body = write(
        Step.REMINDER_1, language, alone(Step.REMINDER_1, payment_reference="")
    ).body
    assert re.search(
        r"(Reference|Référence|Referentie|Verwendungszweck) ?: +F-2026-0101", body
    )


@each_language
def test_an_account_in_two_currencies_is_named_once(language):
    account = Payment(iban="BE68539007547034", name="Ardenne Bois SA")
    body = write(
        Step.NOTICE, language, alone(Step.NOTICE), accounts=[account, account]
    ).body
    assert body.count("BE68 5390 0754 7034") == 1


@each_language
@each_step
def test_the_writer_is_named_with_address_and_numbers(step, language):
    body = write(step, language, alone(step)).body
    for needed in (
        "Rue du Port 12",
        "4000 Liège",
        "BE0403019261",
        "RPM Liège",
        "factures@ardenne-bois.example",
        "+32 4 223 45 67",
    ):
        assert needed in body


@each_language
@each_step
def test_what_is_not_known_of_the_writer_leaves_no_trace(step, language):
    bare = Company(code="B", name="Bare Ltd", country="GB")
    written = write(step, language, mixed(step), company=bare, accounts=[], answer_to="")
    assert written.body.rstrip().endswith("\nBare Ltd")
    assert "None" not in written.body


@each_language
@pytest.mark.parametrize("step", WITHOUT_LAW)
def test_no_message_to_a_consumer_speaks_of_money_on_top(step, language):
    for items in (alone(step), mixed(step)):
        text = told(whole(write(step, language, items, credit_minor={"EUR": 5_000})))
        assert not re.search(MONEY_ON_TOP, text, re.IGNORECASE)


@each_language
@pytest.mark.parametrize("step", [*WITHOUT_LAW, Step.THANK_YOU])
def test_no_message_to_a_consumer_speaks_of_the_law(step, language):
    for items in (alone(step), mixed(step)):
        text = told(whole(write(step, language, items, credit_minor={"EUR": 5_000})))
        assert not re.search(LAW, text, re.IGNORECASE)


@each_language
def test_a_formal_notice_calls_itself_one_and_names_the_sum_and_the_day(language):
    written = write(Step.FORMAL_NOTICE, language, mixed(Step.FORMAL_NOTICE))
    demand = written.body.partition(letters.RULE)[0]
    assert FORMAL[language].lower() in written.subject.lower()
    assert amount(473_456, language) in demand
    assert amount(99_900, language, "USD") in demand
    assert DEADLINE[language] in demand


@each_language
def test_a_formal_notice_computes_no_interest(language):
    items = alone(Step.FORMAL_NOTICE)
    body = write(Step.FORMAL_NOTICE, language, items).body
    amounts = set(re.findall(r"[\d., ]*\d[.,]\d\d EUR", body))
    assert {found.strip() for found in amounts} == {amount(123_456, language)}
    assert "%" not in body


@each_language
@pytest.mark.parametrize("step", WITH_DEADLINE)
def test_a_firm_message_names_a_day(step, language):
    for items in (alone(step), mixed(step)):
        assert DEADLINE[language] in told(write(step, language, items).body)


@each_language
@pytest.mark.parametrize("step", ASKING)
def test_a_message_that_asks_says_no_thanks(step, language):
    for items in (alone(step), mixed(step)):
        text = told(whole(write(step, language, items, credit_minor={"EUR": 5_000})))
        assert not re.search(THANKS, text, re.IGNORECASE)


@each_language
def test_a_thank_you_says_so_in_its_subject_and_asks_for_nothing(language):
    for items in (alone(Step.THANK_YOU), mixed(Step.THANK_YOU)):
        written = write(Step.THANK_YOU, language, items)
        assert re.search(THANKS, written.subject, re.IGNORECASE)
        assert "BE68" not in written.body
        assert "?" not in written.body
        assert not re.search(r"please|veuillez|bitte|gelieve", written.body, re.IGNORECASE)


@each_language
@pytest.mark.parametrize("step", ASKING)
def test_the_debtor_learns_how_to_disagree_to_have_paid_and_to_ask_for_time(step, language):
    body = told(write(step, language, alone(step)).body)
    plan = {
        "en": "payment plan",
        "fr": "plan de paiement",
        "nl": "betalingsregeling",
        "de": "Ratenzahlung",
    }[language]
    paid = {
        "en": "have paid|already paid",
        "fr": "(déjà|avez) payé",
        "nl": "(al|intussen) betaald",
        "de": "(schon|inzwischen) gezahlt",
    }[language]
    wrong = {
        "en": "wrong|dispute",
        "fr": "pas correcte|contestez",
        "nl": "Klopt|Betwist",
        "de": "stimmt|beanstanden",
    }[language]
    assert plan in body
    assert re.search(paid, body)
    assert re.search(wrong, body)


@each_language
def test_what_is_not_due_yet_is_never_called_late(language):
    body = write(Step.REMINDER_2, language, mixed(Step.REMINDER_2)).body
    (row,) = [part for part in body.split("\n\n") if "F-2026-0140" in part]
    assert SOON[language] in row
    assert LATE[language] not in row
    (late,) = [part for part in body.split("\n\n") if "F-2026-0101" in part]
    assert f"32 {LATE[language]}" in late


@each_language
def test_what_is_not_due_yet_may_wait_and_that_is_said_once(language):
    word = {"en": "can wait", "fr": "peut attendre", "nl": "kan wachten", "de": "hat Zeit"}
    wait = word[language]
    items = mixed(Step.REMINDER_3)
    apart = [items[3], items[0], items[3]]
    assert write(Step.REMINDER_3, language, apart).body.count(wait) == 1
    assert wait not in write(Step.REMINDER_3, language, items[:3]).body
    assert wait not in write(Step.NOTICE, language, mixed(Step.NOTICE)).body


OVERDUE = {
    "en": "Total overdue",
    "fr": "Total échu",
    "nl": "Totaal vervallen",
    "de": "Insgesamt überfällig",
}
DUE_SOON = {
    "en": "Falls due soon",
    "fr": "Échéance prochaine",
    "nl": "Vervalt binnenkort",
    "de": "Demnächst fällig",
}
TOTAL = {
    "en": "Total to pay",
    "fr": "Total à payer",
    "nl": "Totaal te betalen",
    "de": "Insgesamt zu zahlen",
}


def sums(body: str, words: str) -> list[str]:
    """What stands behind these words, line by line."""
    lines = (line.partition(":") for line in body.splitlines())
    return [said.strip() for name, _, said in lines if name.strip() == words]


@each_language
def test_what_is_late_is_summed_apart_from_what_falls_due_soon(language):
    body = write(Step.REMINDER_2, language, mixed(Step.REMINDER_2)).body
    late, soon = sums(body, OVERDUE[language]), sums(body, DUE_SOON[language])
    assert late == [amount(403_456, language), amount(99_900, language, "USD")]
    assert soon == [amount(70_000, language)]
    assert not sums(body, TOTAL[language])


@each_language
def test_what_is_due_today_is_not_summed_with_what_is_late(language):
    today = [*alone(Step.REMINDER_1), item(number="T", due_on=TODAY, open_minor=5_000)]
    body = write(Step.REMINDER_1, language, today).body
    assert sums(body, OVERDUE[language]) == [amount(123_456, language)]
    assert sums(body, DUE_SOON[language]) == [amount(5_000, language)]


@each_language
@pytest.mark.parametrize("step", [Step.NOTICE, Step.REMINDER_2, Step.FORMAL_NOTICE])
def test_where_all_is_late_or_nothing_is_there_is_one_total(step, language):
    both = [*alone(step), *alone(step, number="F-2026-0102", open_minor=1_000)]
    body = write(step, language, both).body
    assert sums(body, TOTAL[language]) == [amount(124_456, language)]
    assert not sums(body, OVERDUE[language])
    assert not sums(body, DUE_SOON[language])


@each_language
def test_one_day_late_is_one_day(language):
    yesterday = alone(Step.REMINDER_1, due_on=date(2026, 3, 23))
    word = {
        "en": "1 day late",
        "fr": "1 jour de retard",
        "nl": "1 dag te laat",
        "de": "1 Tag überfällig",
    }[language]
    assert f", {word}\n" in write(Step.REMINDER_1, language, yesterday).body


@each_language
def test_who_pays_by_direct_debit_need_not_transfer_before_the_due_day(language):
    by_debit = Customer(
        code="C", name="C", language=language, payment_method="DIRECT_DEBIT"
    )
    word = {"en": "collect", "fr": "débité", "nl": "rekening innen", "de": "abbuchen"}[
        language
    ]
    items = alone(Step.NOTICE)
    assert word in told(write(Step.NOTICE, language, items, customer=by_debit).body)
    assert word not in told(write(Step.NOTICE, language, items).body)


@each_language
@each_step
def test_every_line_fits_a_mail_and_no_template_shows_through(step, language):
    for items in (alone(step), alone(step, instalment=2, instalments=3), mixed(step)):
        text = whole(write(step, language, items, credit_minor={"EUR": 5_000}))
        assert max(len(line) for line in text.splitlines()) <= 76
        assert not re.search(r"\{\{|\{%|\}\}|%\}", text)
        assert "\n\n\n" not in text
        assert not re.search(r"[ \t]\n| ,| \.(?!\.)|\n[:;!?]", text)


@each_language
@each_step
def test_a_subject_fits_its_column_whatever_the_number_of_invoices(step, language):
    many = [item(number=f"F-2026-{n:04d}", step=step) for n in range(300)]
    subject = write(step, language, many).subject
    assert subject
    assert len(subject) <= 76


@each_step
def test_an_unknown_language_is_answered_in_english(step):
    unknown = write(step, "es", alone(step))
    assert unknown.language == "en"
    assert whole(unknown) == whole(write(step, "en", alone(step)))


def test_a_notice_reads_like_this():
    customer = Customer(code="C0042", name="Bakkerij Peeters", language="en")
    written = write(Step.NOTICE, "en", alone(Step.NOTICE), customer=customer)
    assert written.subject == "Invoice F-2026-0101 is due on 30 March 2026"
    assert written.body == NOTICE


NOTICE = f"""\
Hello,

One of our invoices will be due soon. Nothing is late: we only want you
to have the details at hand in good time.

{letters.RULE}
Bakkerij Peeters
Customer number: C0042
Open on 24 March 2026:

Invoice F-2026-0101 of 20 January 2026
  Due on 30 March 2026
  Open amount: 1,234.56 EUR

{letters.RULE}

Payment by transfer:

  Account:   BE68 5390 0754 7034
  Holder:    Ardenne Bois SA
  Reference: +++090/9337/55493+++

You can reach us at factures@ardenne-bois.example
or on +32 4 223 45 67.

- You have already paid? Then our messages have crossed. If it was more
  than three days ago, tell us the day and the amount, so that we can
  find it.
- Something is wrong with the invoice? Tell us what, and we will look
  into that first.
- You cannot pay it all at once? Ask us for a payment plan.

Kind regards,

Ardenne Bois SA
Rue du Port 12
4000 Liège
VAT number: BE0403019261
Registration number: RPM Liège
factures@ardenne-bois.example
+32 4 223 45 67
"""
