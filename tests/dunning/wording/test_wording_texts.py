"""What people read in four languages: nothing missing, nothing that must not be said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from acquit.dunning.wording.blocks import RULE
from acquit.dunning.wording.codes import LETTERS, TEXTS
from acquit.dunning.wording.facts import LANGUAGES, TONES, Credit
from acquit.dunning.wording.originals import written_for
from acquit.dunning.wording.writing import write

from .cases import ARDENNE, BANK, BARE, PEETERS, TODAY, alone, case, item, mixed, situations

ASKING = [code for code in LETTERS if code not in {"INVOICE", "THANK_YOU"}]
WITHOUT_LAW = [code for code in LETTERS if code != "FORMAL_NOTICE"]
REMINDING = ["REMINDER_1", "REMINDER_2", "REMINDER_3", "REMINDER_5", "LAST_REMINDER"]
WITH_DEADLINE = ["REMINDER_2", "REMINDER_3", "LAST_REMINDER", "HANDOVER_NOTICE"]

THANKS = r"thank|grateful|merci|remerci|\bdank|erkentelijk"
MONEY_ON_TOP = (
    r"\bfees?\b|\bcosts?\b|\bcharges?\b|interest|penalt|compensation"
    r"|\bfrais\b|intérêt|pénalité|indemnité|majoration|clause"
    r"|\bkosten\b|\brente\b|vergoeding|boete|verhoging|beding"
    r"|kosten|gebühr|zinsen|pauschale"
)
LAW = (
    r"formal notice|\blegal|\bcourt\b|bailiff|lawyer|solicitor|debt collect|default"
    r"|collection agency"
    r"|mise en demeure|en demeure|sommation|tribunal|huissier|commissaire|avocat|juridique"
    r"|judiciaire|contentieux|recouvrement|voies de droit"
    r"|ingebreke|in gebreke|aanmaning|sommer|rechtbank|deurwaarder|advocaat|gerechtelijk"
    r"|juridisch|incasso|invordering|verzuim"
    r"|mahnung|fristsetzung|gericht|anwalt|inkasso|rechtlich|rechtsweg|verzug|vollstreck"
)
DEADLINE = {
    "en": "1 April 2026",
    "fr": "1er avril 2026",
    "nl": "1 april 2026",
    "de": "1. April 2026",
}
LATE = {
    "en": "32 days late",
    "fr": "32 jours de retard",
    "nl": "32 dagen te laat",
    "de": "32 Tage überfällig",
}
# Words that stand in each text of one language and in none of another.
FOREIGN = {
    "en": r"\b(the|you|your|and|with|please|have|been)\b",
    "fr": r"\b(vous|votre|nous|est|des|une|pour|avec)\b",
    "nl": r"\b(uw|wij|niet|een|het|van|voor|hebben|zijn)\b",
    "de": r"\b(Sie|Ihre|wir|nicht|ist|und|bitte|haben|für)\b",
}

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_letter = pytest.mark.parametrize("code", LETTERS)
each_tone = pytest.mark.parametrize("tone", TONES)


def letters(code: str, language: str):
    """Every e-mail and letter of a step: each situation, tone and frame."""
    for name, known in situations(code, language).items():
        for tone in TONES:
            for channel in ("EMAIL", "LETTER"):
                written = write(code, known, channel=channel, tone=tone)
                yield f"{name}, {tone}, {channel}", known, written


def everything(code: str, language: str):
    """Every message that there is for a step, on any channel."""
    for channel in ("EMAIL", "LETTER", "SMS", "PHONE"):
        if code not in written_for(channel):
            continue
        for name, known in situations(code, language).items():
            for tone in TONES:
                written = write(code, known, channel=channel, tone=tone)
                yield f"{name}, {tone}, {channel}", f"{written.subject}\n{written.body}"


def told(text: str) -> str:
    """The text in one line, so that a wrapped phrase is found."""
    return " ".join(text.split())


def amount(minor: int, language: str, currency: str = "EUR") -> str:
    whole_part, cents = divmod(minor, 100)
    group, point = {"en": ",.", "fr": " ,", "nl": ".,", "de": ".,"}[language]
    return f"{whole_part:,}".replace(",", group) + f"{point}{cents:02d} {currency}"


@each_language
@pytest.mark.parametrize("code", TEXTS)
def test_no_template_shows_through_whatever_the_case(code, language):
    for name, text in everything(code, language):
        assert not re.search(r"\{\{|\{%|\}\}|%\}|None|\ue000|undefined", text), name
        assert "\N{NO-BREAK SPACE}" not in text, name
        assert "\n\n\n" not in text, name
        prose = "\n".join(line for line in text.split("\n") if not line.startswith("  "))
        assert not re.search(r"\S  \S", prose), name
        assert not re.search(r"[ \t]\n| ,| \.(?!\.)|\n[:;!?]|\(\)|\.\.|,,", text), name


@each_language
@pytest.mark.parametrize("code", TEXTS)
def test_no_text_mixes_languages(code, language):
    for name, text in everything(code, language):
        plain = text.replace("Bakkerij", "").replace("Rue du Port", "")
        for other, words in FOREIGN.items():
            if other != language:
                found = re.findall(words, plain)
                shared = {"nl": {"en", "is", "van"}, "de": {"des", "een"}}
                found = [word for word in found if word not in shared.get(language, ())]
                assert not found, (name, other, found, text)


@each_language
@each_letter
def test_a_paragraph_is_one_line_and_a_subject_fits_its_column(code, language):
    """A phone breaks lines by itself; what is broken twice reads like a comb."""
    for name, _case, written in letters(code, language):
        lines = written.body.splitlines()
        assert max(map(len, lines)) < 998, name  # RFC 5322, 2.1.1
        opening, rule, _ = written.body.partition(RULE)
        paragraphs = opening.strip().split("\n\n") if rule else []
        assert not any("\n" in one for one in paragraphs), name
        assert len(written.subject) <= 90, (name, written.subject)
        assert written.subject, name


@each_language
@each_letter
def test_every_invoice_is_named_with_its_number_and_amount(code, language):
    body = write(code, case(language, *mixed(code)), channel="EMAIL", tone="NEUTRAL").body
    for number in ("F-2026-0101", "F-2026-0117", "US-7", "F-2026-0140"):
        assert number in body
    assert "2/3" in body
    for minor in (123_456, 300_000, 70_000):
        assert amount(minor, language) in body
    assert amount(99_900, language, "USD") in body


@each_language
@each_letter
@each_tone
def test_one_invoice_is_named_in_subject_and_body(code, language, tone):
    written = write(code, case(language, *alone(code)), channel="EMAIL", tone=tone)
    assert "F-2026-0101" in written.subject
    assert amount(123_456, language) in told(written.body)


@each_language
@pytest.mark.parametrize("code", ASKING)
def test_the_contested_part_is_named_and_not_asked_for(code, language):
    items = alone(code, contested_minor=20_000)
    body = write(code, case(language, *items), channel="EMAIL", tone="NEUTRAL").body
    assert amount(20_000, language) in body
    assert amount(103_456, language) in body


@each_language
@pytest.mark.parametrize("code", ASKING)
def test_a_message_that_asks_says_where_to_pay_and_with_which_reference(code, language):
    body = write(code, case(language, *alone(code)), channel="EMAIL", tone="FIRM").body
    for needed in ("BE68 5390 0754 7034", "Ardenne Bois SA", "+++090/9337/55493+++"):
        assert needed in body
    several = write(code, case(language, *mixed(code)), channel="EMAIL", tone="FIRM").body
    assert "RF18539007547034" in several


@each_language
def test_an_invoice_without_a_reference_is_paid_with_its_number(language):
    known = case(language, *alone("REMINDER_1", payment_reference=""))
    body = write("REMINDER_1", known, channel="EMAIL", tone="NEUTRAL").body
    words = r"(Reference|Référence|Referentie|Verwendungszweck) ?: +F-2026-0101"
    assert re.search(words, body)


@each_language
def test_instalments_of_one_invoice_share_its_reference(language):
    known = situations("REMINDER_1", language)["instalments of one invoice"]
    written = write("REMINDER_1", known, channel="EMAIL", tone="NEUTRAL")
    assert "F-2026-0101" in written.subject
    assert written.body.count("+++090/9337/55493+++") == 1


def test_what_to_quote_goes_with_either_of_two_accounts() -> None:
    second = replace(BANK[0], iban="BE15998383260330")
    known = case("en", *alone("NOTICE"), accounts=[*BANK, second])
    body = write("NOTICE", known, channel="EMAIL", tone="NEUTRAL").body
    assert re.search(r"Holder: .*\n\n  Account: .*\n  Holder: .*\n\n  Reference: ", body)


@each_language
def test_an_account_in_two_currencies_is_named_once(language):
    known = case(language, *alone("NOTICE"), accounts=[*BANK, *BANK])
    body = write("NOTICE", known, channel="EMAIL", tone="NEUTRAL").body
    assert body.count("BE68 5390 0754 7034") == 1


@each_language
@each_letter
def test_the_writer_is_named_with_address_and_numbers(code, language):
    body = write(code, case(language, *alone(code)), channel="EMAIL", tone="NEUTRAL").body
    for needed in (
        ARDENNE.street,
        "4000 Liège",
        ARDENNE.vat,
        ARDENNE.registration,
        ARDENNE.email,
        ARDENNE.phone,
    ):
        assert needed in body


@each_language
@each_letter
def test_what_is_not_known_of_the_writer_leaves_no_trace(code, language):
    known = case(language, *mixed(code), creditor=BARE, accounts=(), answer_to="")
    body = write(code, known, channel="EMAIL", tone="NEUTRAL").body
    assert body.rstrip().endswith("\nBare Ltd")


@each_language
@pytest.mark.parametrize("code", [*WITHOUT_LAW, "REMINDER_5", "FORMAL_NOTICE"])
def test_nobody_but_a_business_reads_of_money_on_top_or_of_the_law(code, language):
    """A formal notice asked for by mistake is written to a consumer as a last reminder.
    What the law itself asks for has left before.
    """
    for name in ("a consumer", "a consumer with several"):
        known = situations(code, language)[name]
        known = replace(known, items=[replace(one, told=True) for one in known.items])
        for tone in TONES:
            for channel in ("EMAIL", "LETTER", "SMS"):
                written = write(code, known, channel=channel, tone=tone)
                text = told(f"{written.subject} {written.body}")
                assert not re.search(MONEY_ON_TOP, text, re.IGNORECASE), (name, tone)
                assert not re.search(LAW, text, re.IGNORECASE), (name, tone)


@each_language
@pytest.mark.parametrize("code", [*REMINDING, "NOTICE", "INVOICE", "THANK_YOU"])
def test_a_reminder_speaks_of_no_law_to_a_business_either(code, language):
    for name, known, written in letters(code, language):
        text = told(f"{written.subject} {written.body}")
        found = re.search(f"{MONEY_ON_TOP}|{LAW}", text, re.IGNORECASE)
        assert not (known.debtor.business and found), name


@each_language
def test_a_formal_notice_calls_itself_one_and_names_the_sum_and_the_day(language):
    known = case(language, *mixed("FORMAL_NOTICE"))
    written = write("FORMAL_NOTICE", known, channel="EMAIL", tone="FRIENDLY")
    formal = {
        "en": "formal notice",
        "fr": "mise en demeure",
        "nl": "ingebrekestelling",
        "de": "Letzte Mahnung mit Fristsetzung",
    }
    demand = told(written.body.partition(RULE)[0])
    assert formal[language].lower() in written.subject.lower()
    assert amount(473_456, language) in demand
    assert amount(99_900, language, "USD") in demand
    assert DEADLINE[language] in demand


@each_language
def test_a_formal_notice_has_one_wording_whatever_the_tone(language):
    known = case(language, *mixed("FORMAL_NOTICE"))
    all_tones = [write("FORMAL_NOTICE", known, channel="EMAIL", tone=one) for one in TONES]
    assert len({written.body for written in all_tones}) == 1


@each_language
def test_a_formal_notice_computes_no_interest(language):
    known = case(language, *alone("FORMAL_NOTICE"))
    body = write("FORMAL_NOTICE", known, channel="EMAIL", tone="FIRM").body
    amounts = set(re.findall(r"[\d., ]*\d[.,]\d\d EUR", body))
    assert {found.strip() for found in amounts} == {amount(123_456, language)}
    assert "%" not in body


@each_language
@each_tone
@pytest.mark.parametrize("code", WITH_DEADLINE)
def test_a_firm_message_names_a_day(code, language, tone):
    for items in (alone(code), mixed(code)):
        written = write(code, case(language, *items), channel="EMAIL", tone=tone)
        assert DEADLINE[language] in told(written.body)


@each_language
@pytest.mark.parametrize("code", [*ASKING, "INVOICE"])
def test_a_message_that_asks_says_no_thanks(code, language):
    for name, _case, written in letters(code, language):
        text = told(f"{written.subject} {written.body}")
        assert not re.search(THANKS, text, re.IGNORECASE), name


@each_language
def test_a_thank_you_says_so_in_its_subject_and_asks_for_nothing(language):
    for name, _case, written in letters("THANK_YOU", language):
        assert re.search(THANKS, written.subject, re.IGNORECASE), name
        assert "BE68" not in written.body, name
        assert "?" not in written.body, name
        asks = r"please|veuillez (?!agréer)|bitte|gelieve"
        assert not re.search(asks, written.body, re.IGNORECASE), name


@each_language
@each_tone
@pytest.mark.parametrize("code", ASKING)
def test_the_debtor_learns_how_to_disagree_to_have_paid_and_to_ask_for_time(
    code, language, tone
):
    known = case(language, *alone(code))
    body = told(write(code, known, channel="EMAIL", tone=tone).body)
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
        "fr": "pas correct|contestez",
        "nl": "Klopt|Betwist",
        "de": "stimmt|beanstanden",
    }[language]
    assert plan in body
    assert re.search(paid, body)
    assert re.search(wrong, body)


@each_language
def test_what_is_not_due_yet_is_never_called_late(language):
    known = case(language, *mixed("REMINDER_2"))
    body = write("REMINDER_2", known, channel="EMAIL", tone="NEUTRAL").body
    (row,) = [part for part in body.split("\n\n") if "F-2026-0140" in part]
    assert LATE[language][3:] not in row
    (late,) = [part for part in body.split("\n\n") if "F-2026-0101" in part]
    assert LATE[language] in late


@each_language
def test_what_is_not_due_yet_may_wait_and_that_is_said_once(language):
    words = {"en": "can wait", "fr": "peut attendre", "nl": "kan wachten", "de": "hat Zeit"}
    wait = words[language]
    items = mixed("REMINDER_3")

    def body(code, *some):
        return write(code, case(language, *some), channel="EMAIL", tone="FIRM").body

    assert body("REMINDER_3", items[3], items[0], items[3]).count(wait) == 1
    assert wait not in body("REMINDER_3", *items[:3])
    assert wait not in body("NOTICE", *mixed("NOTICE"))


@each_language
def test_one_day_late_is_one_day(language):
    known = case(language, *alone("REMINDER_1", due_on=date(2026, 3, 23)))
    word = {
        "en": "1 day late",
        "fr": "1 jour de retard",
        "nl": "1 dag te laat",
        "de": "1 Tag überfällig",
    }[language]
    body = write("REMINDER_1", known, channel="EMAIL", tone="NEUTRAL").body
    assert f", {word}\n" in body


@each_language
@pytest.mark.parametrize("code", ["INVOICE", "NOTICE"])
def test_who_pays_by_direct_debit_is_not_told_to_transfer(code, language):
    word = {"en": "collect", "fr": "prélevé", "nl": "rekening innen", "de": "abbuchen"}
    known = situations(code, language)
    by_debit = write(code, known["direct debit"], channel="EMAIL", tone="NEUTRAL").body
    assert word[language] in told(by_debit)
    assert "BE68" not in by_debit
    assert word[language] not in told(
        write(code, known["one"], channel="EMAIL", tone="NEUTRAL").body
    )


@each_language
def test_the_fourth_reminder_counts_itself(language):
    word = {"en": "Fourth", "fr": "Quatrième", "nl": "Vierde", "de": "Vierte"}[language]
    written = write("REMINDER_4", case(language), channel="EMAIL", tone="NEUTRAL")
    assert written.subject.startswith(word)


@pytest.mark.parametrize("code", LETTERS)
def test_an_unknown_language_is_answered_in_english(code):
    unknown = write(code, case("es", *alone(code)), channel="EMAIL", tone="NEUTRAL")
    english = write(code, case("en", *alone(code)), channel="EMAIL", tone="NEUTRAL")
    assert unknown.language == "en"
    assert (unknown.subject, unknown.body) == (english.subject, english.body)


@each_language
def test_a_letter_asks_for_no_reply_to_a_message(language):
    known = case(language, *alone("REMINDER_1"), creditor=BARE, answer_to="")
    on_paper = write("REMINDER_1", known, channel="LETTER", tone="NEUTRAL").body
    by_mail = write("REMINDER_1", known, channel="EMAIL", tone="NEUTRAL").body
    assert on_paper != by_mail


@each_language
@each_tone
def test_a_script_tells_the_facts_and_what_to_ask(language, tone):
    known = situations("CALL", language)["several"]
    body = write("CALL_2", known, channel="PHONE", tone=tone).body
    for needed in ("F-2026-0101", "F-2026-0117", "US-7", amount(20_000, language)):
        assert needed in told(body)
    assert len(re.findall(r"^- ", body, re.MULTILINE)) >= 12


@each_language
def test_a_script_for_a_consumer_keeps_the_debt_from_strangers(language):
    """What is said aloud before anybody has been recognised names no amount."""
    known = situations("CALL", language)["a consumer"]
    body = write("CALL_1", known, channel="PHONE", tone="NEUTRAL").body
    spoken = re.findall(r'["«„][^"»“]*["»“]', told(body))
    assert spoken
    assert not any("1" in line and "EUR" in line for line in spoken)


def test_a_script_is_in_the_language_of_who_calls_and_names_that_of_who_is_called():
    from dataclasses import replace

    from acquit.dunning.wording.facts import Reader

    known = case("nl", reader=Reader("Anne Dubois", "fr"))
    written = write("CALL_1", known, channel="PHONE", tone="NEUTRAL")
    assert written.language == "fr"
    assert "Langue : néerlandais." in written.body
    nobody = replace(known, reader=None)
    assert write("CALL_1", nobody, channel="PHONE", tone="NEUTRAL").language == "fr"


@each_language
@each_tone
def test_the_representative_reads_what_is_late_and_what_was_tried(language, tone):
    known = situations("CHASE", language)["several"]
    written = write("CHASE_1", known, channel="EMAIL", tone=tone)
    assert "Bakkerij Peeters" in written.subject
    assert "Luc Maes" in written.body
    assert "2026" in written.body
    assert LATE[language] in told(written.body)
    assert "BE68" not in written.body


@each_language
def test_three_hundred_items_do_not_fill_a_script(language):
    known = situations("CALL", language)["three hundred"]
    body = write("CALL_1", known, channel="PHONE", tone="NEUTRAL").body
    assert len(body.splitlines()) < 80


def test_a_notice_reads_like_this():
    written = write("NOTICE", case("en", *alone("NOTICE")), channel="EMAIL", tone="NEUTRAL")
    assert written.subject == "Invoice F-2026-0101 is due on 30 March 2026"
    assert written.body == NOTICE


def test_the_credit_in_a_message_is_that_of_its_customer_on_that_day():
    known = case("en", item(), credit=[Credit("EUR", 20_000)])
    body = write("REMINDER_1", known, channel="EMAIL", tone="NEUTRAL").body
    assert known.on == TODAY
    assert PEETERS.name in body
    assert (
        "Total: 1,234.56 EUR\nYour credit notes: -200.00 EUR\nTo pay: 1,034.56 EUR\n"
        in body
    )


NOTICE = f"""\
Hello,

One of our invoices will be due soon. Nothing is late: we only want you to have the \
details at hand in good time.

{RULE}
Bakkerij Peeters
Customer number: C0042
Open on 24 March 2026:

Invoice F-2026-0101 of 20 January 2026
  Due on 30 March 2026
  Open amount: 1,234.56 EUR

{RULE}

Payment by transfer:

  Account:   BE68 5390 0754 7034
  Holder:    Ardenne Bois SA
  Reference: +++090/9337/55493+++

You can reach us at factures@ardenne-bois.example or on +32 4 223 45 67.

- You have already paid? Then our messages have crossed. If it was more than three days \
ago, tell us the day and the amount, so that we can find it.
- Something is wrong? Tell us what, and we will look into that first.
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


@pytest.mark.parametrize(
    ("language", "name", "why"),
    [
        ("en", "Debit note", "for late payment"),
        ("fr", "Note de débit", "pour retard de paiement"),
        ("nl", "Debetnota", "wegens laattijdige betaling"),
        ("de", "Belastungsanzeige", "wegen verspäteter Zahlung"),
    ],
)
def test_a_debit_note_is_called_by_its_name(language: str, name: str, why: str) -> None:
    known = case(language, *alone("REMINDER_1", debit_note=True))
    written = write("REMINDER_1", known, channel="EMAIL", tone="NEUTRAL")
    assert f"{name} F-2026-0101".lower() in written.subject.lower()
    assert f"{name} F-2026-0101" in written.body
    assert written.page is not None
    (told,) = [one for block in written.page["blocks"] for one in block.get("items", [])]
    assert told["kind"] == f"{name} {why}"
