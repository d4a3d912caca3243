"""Imports: what is dropped is taken in, told apart, kept, and handed back as it came."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from typing import Any

import factories
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from acquit.bank.models import Line
from acquit.core.sentences import of_json
from acquit.cycle import jobs
from acquit.cycle.models import Cycle
from acquit.desk import words
from acquit.intake.models import Run, RunProblem
from acquit.ledger.models import Customer, Document
from acquit.organisation.models import Company, Person

TODAY = factories.TODAY
SignIn = Callable[[Person], Client]
FewQueries = Callable[[], AbstractContextManager[Any]]
STATEMENT = Path(__file__).parents[1] / "formats" / "golden" / "camt"
GOOD = b"customer_code,name,country\nC1,One,BE\nC2,Two,BE\n"
INVOICE = (
    b"invoice_number,customer_code,issue_date,amount\n%(number)b,C1,2026-11-05,10.00\n"
)
HALF = b"customer_code,name,country\nC1,One,BE\nC2,Two,Belgium\n"


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=TODAY, started_at=factories.NOW)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def send(
    client: Client, company: Company, *contents: bytes, keep: str = "whole", **more: Any
) -> HttpResponse:
    """Drop these files."""
    name = more.get("name", "customers.csv")
    files = [SimpleUploadedFile(name, content) for content in contents]
    given = {"company": company.pk, "keep": keep, "file": files}
    answer: HttpResponse = client.post("/imports/", given)  # type: ignore[assignment]  # the test's own kind
    return answer


def test_a_good_file_is_taken_and_told(desk: Client, ours: Company) -> None:
    answer = send(desk, ours, GOOD)
    run = Run.objects.get()
    assert answer["Location"] == f"/imports/{run.pk}/"
    assert Customer.objects.count() == 2
    page = text(desk, f"/imports/{run.pk}/")
    assert "Taken" in page
    assert "Everything in this file was taken." in page
    assert "Table of customers" in page


def test_the_same_file_again_changes_nothing_and_says_so(
    desk: Client, ours: Company
) -> None:
    send(desk, ours, GOOD)
    answer = send(desk, ours, GOOD)
    assert "All of it was known already" in text(desk, answer["Location"])
    assert Customer.objects.count() == 2


@pytest.mark.parametrize(
    ("keep", "state", "customers"), [("whole", "REFUSED", 0), ("partial", "PARTLY", 1)]
)
def test_half_a_good_file_is_taken_only_when_asked(
    desk: Client, ours: Company, keep: str, state: str, customers: int
) -> None:
    answer = send(desk, ours, HALF, keep=keep)
    assert (Run.objects.get().state, Customer.objects.count()) == (state, customers)
    page = text(desk, answer["Location"])
    assert "Belgium" in page
    assert "Send the mended file" in page


def test_several_files_lead_to_the_list(desk: Client, ours: Company) -> None:
    answer = send(desk, ours, GOOD, b"not one of ours")
    assert answer["Location"] == "/imports/"
    page = text(desk, "/imports/")
    assert "Not recognised" in page
    assert "1 file has problems" in page


def test_a_statement_tells_how_many_lines_are_matched(desk: Client, ours: Company) -> None:
    sample = min(STATEMENT.glob("*.xml"))
    answer = send(desk, ours, sample.read_bytes(), name=sample.name)
    assert Line.objects.exists()
    assert "new lines are matched" in text(desk, answer["Location"])


@pytest.mark.parametrize("files", [[], [b""]], ids=["none", "empty"])
def test_nothing_to_read_is_said_on_the_form(
    desk: Client, ours: Company, files: list[bytes]
) -> None:
    answer = send(desk, ours, *files)
    assert answer.status_code == 422
    assert "form-trouble" in answer.content.decode()
    assert not Run.objects.exists()


def test_too_many_files_and_too_large_ones_are_refused(
    desk: Client, ours: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "At most 500 files" in send(desk, ours, *[GOOD] * 501).content.decode()
    monkeypatch.setattr("acquit.desk.imports.forms.LARGEST_KEPT", 10)
    assert "acquit import" in send(desk, ours, GOOD).content.decode()
    assert not Run.objects.exists()


def test_another_company_is_not_among_the_choices(desk: Client, ours: Company) -> None:
    other = factories.company("BETA", "Beta Services")
    assert send(desk, other, GOOD).status_code == 422
    assert not Customer.objects.exists()


def test_a_large_file_is_kept_and_a_job_reads_it(
    desk: Client, ours: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acquit.desk.imports.forms.AT_ONCE", 10)
    answer = send(desk, ours, GOOD)
    kept = Document.objects.get()
    assert answer["Location"] == f"/imports/progress/?file={kept.pk}"
    assert "Waits for its turn" in text(desk, answer["Location"])
    assert not Run.objects.exists()
    job = ProcrastinateJob.objects.get(task_name="cycle.import_files")
    jobs.import_files(**job.args)
    assert Customer.objects.count() == 2
    assert Run.objects.get().actor_name == "Anna Peeters"


def test_many_files_are_read_by_one_job_what_others_need_first(
    desk: Client, ours: Company
) -> None:
    bills = [INVOICE % {b"number": b"%d" % number} for number in range(30)]
    answer = send(desk, ours, *bills, GOOD)
    assert text(desk, answer["Location"]).count("Waits for its turn") == 31
    job = ProcrastinateJob.objects.get(task_name="cycle.import_files")
    jobs.import_files(**job.args)
    assert set(Run.objects.values_list("state", flat=True)) == {"TAKEN"}
    ProcrastinateJob.objects.filter(pk=job.pk).update(status="succeeded")
    assert desk.get(answer["Location"])["Location"] == "/imports/"


def test_what_a_computer_adds_to_a_folder_is_left_out(desk: Client, ours: Company):
    files = [SimpleUploadedFile(".DS_Store", b""), SimpleUploadedFile("a.csv", GOOD)]
    answer = desk.post("/imports/", {"company": ours.pk, "keep": "whole", "file": files})
    assert answer.status_code == 302
    assert Run.objects.get().file_name == "a.csv"


def test_an_archive_is_told_file_by_file(desk: Client, ours: Company) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("b/invoices.csv", INVOICE % {b"number": b"F1"})
        made.writestr("a/customers.csv", GOOD)
    answer = send(desk, ours, out.getvalue(), name="march.zip")
    assert answer["Location"] == "/imports/"
    runs = Run.objects.order_by("pk").values_list("file_name", "state")
    assert list(runs) == [("a/customers.csv", "TAKEN"), ("b/invoices.csv", "TAKEN")]
    first = Run.objects.order_by("pk")[0]
    saved = desk.get(f"/imports/{first.pk}/file/")
    assert saved.content == GOOD
    assert 'filename="customers.csv"' in saved["Content-Disposition"]


def test_an_archive_that_is_read_by_a_job_leads_to_the_list(
    desk: Client, ours: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acquit.desk.imports.forms.AT_ONCE", 200)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("customers.csv", GOOD)
    answer = send(desk, ours, out.getvalue(), name="march.zip")
    job = ProcrastinateJob.objects.get(task_name="cycle.import_files")
    jobs.import_files(**job.args)
    ProcrastinateJob.objects.filter(pk=job.pk).update(status="succeeded")
    assert desk.get(answer["Location"])["Location"] == "/imports/"


def test_the_progress_page_goes_on_to_the_run_when_all_is_read(
    desk: Client, ours: Company
) -> None:
    kept = factories.document(ours)
    run = factories.run(ours, document=kept)
    answer = desk.get(f"/imports/progress/?file={kept.pk}")
    assert answer["Location"] == f"/imports/{run.pk}/"
    asked = desk.get(f"/imports/progress/?file={kept.pk}", headers={"HX-Request": "true"})
    assert asked["HX-Redirect"] == f"/imports/{run.pk}/"


def test_the_original_is_saved_and_never_shown(desk: Client, ours: Company) -> None:
    send(desk, ours, GOOD, name='a"; filename=evil.html')
    run = Run.objects.get()
    answer = desk.get(f"/imports/{run.pk}/file/")
    assert answer.content == GOOD
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_name_with_a_path_keeps_its_last_part(desk: Client, ours: Company) -> None:
    send(desk, ours, GOOD, name="../../etc/<b>passwd</b>.csv")
    run = Run.objects.get()
    assert "/" not in run.file_name
    assert "<b>" not in text(desk, f"/imports/{run.pk}/").split("<h1")[1].split("</h1>")[0]


def test_a_file_that_was_too_large_to_keep_is_not_there(
    desk: Client, ours: Company
) -> None:
    run = factories.run(ours)
    assert desk.get(f"/imports/{run.pk}/file/").status_code == 404
    assert "The file as sent" not in text(desk, f"/imports/{run.pk}/")


def test_problems_are_handed_out_as_a_workbook(desk: Client, ours: Company) -> None:
    run = factories.run(ours, "REFUSED")
    RunProblem.objects.create(
        run=run, where="line 7", saw="=1+1", wanted="an amount", remedy="Write one."
    )
    answer = desk.get(f"/imports/{run.pk}/?export=xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert [list(row) for row in sheet.values] == [
        ["Where", "What was seen", "What was expected", "What to do"],
        ["line 7", "'=1+1", "an amount", "Write one."],
    ]


def test_the_list_is_filtered(desk: Client, ours: Company) -> None:
    factories.run(ours, file_name="good.csv")
    factories.run(ours, "REFUSED", file_name="bad.csv")
    page = text(desk, "/imports/?state=REFUSED")
    assert "bad.csv" in page
    assert "good.csv" not in page
    assert "good.csv" in text(desk, "/imports/?q=good&from=2026-11-22&to=2026-11-22")


PLACES = re.compile(r"%\(\w+\)s")
BROKEN = {
    "customers": "customer_code,name,email,country,party_type,ibans,payment_terms_days\n"
    "C1,,one@c1.example,BE,business,,30\n"
    "C2,Two,two and three,BE,business,,30\n"
    "C3,Three,,Belgium,firm,,soon\n"
    f"C4,Four,,BE,business,{'9' * 40},30\n"
    "C5,Five,,BE,business,,30\nC5,Five,,BE,business,,30\n"
    "C6,Six,,BE\n",
    "invoices": "invoice_number,customer_code,issue_date,amount,open_amount,settled_on\n"
    'F1,C9,2026-02-01,100.00,,\nF2,C9,01/02/2026,"1,50",,\n'
    "F3,C7,2026-02-01,10.00,20.00,\nF4,C7,2026-02-01,10.00,5.00,2026-02-03\n"
    "F5,C7,2026-02-01,10.005,,\n",
    "receipts": "receipt_reference,customer_code,received_on,amount\n"
    "R1,C7,2026-02-01,0.00\nR1,C8,2026-02-01,ten\n",
    "quotes": 'customer_code,name\nC1,"One\nC2,"Two",x"\n',
    "headers": "customer_code,name,name\nC1,One,Two\n",
    "markup": '<?xml version="1.0"?><Invoice><ID>1</Invoice>',
    "nothing of ours": "Dear customer,\nplease pay.\n",
    "bytes": "\x00\x01\x02",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_in_a_file_is_said_in_the_readers_language(
    signed_in: SignIn, ours: Company, content: str
) -> None:
    factories.customer(ours, "C7")
    anne = factories.grant(factories.person("Anne", language="fr"), within=ours)
    send(signed_in(anne), ours, content.encode(), keep="partial")
    run = Run.objects.get()
    page = unescape(text(signed_in(anne), f"/imports/{run.pk}/"))
    said = [part for problem in run.problems.all() for part in problem.told]
    assert said
    with translation.override("fr"):
        for one in [*said, *run.remarks]:
            assert words.told(of_json(one)) in page
        for sentence in sentences([*said, *run.remarks]):
            assert gettext(sentence) != sentence or not PLACES.sub("", sentence).strip(
                ";, "
            )


def test_problems_are_searched_in_the_readers_language(
    signed_in: SignIn, ours: Company
) -> None:
    anne = factories.grant(factories.person("Anne", language="fr"), within=ours)
    content = b"customer_code,name,country\nC1,,BE\nC2,Two,Belgium\n"
    send(signed_in(anne), ours, content)
    page = text(signed_in(anne), f"/imports/{Run.objects.get().pk}/?q=supprimez")
    assert "Remplissez la cellule" in page
    assert "Belgium" not in page


def test_a_remark_is_said_in_the_readers_language(signed_in: SignIn, ours: Company) -> None:
    anne = factories.grant(factories.person("Anne", language="fr"), within=ours)
    send(signed_in(anne), ours, b"customer_code,name,collector\nC1,One,Nobody Known\n")
    page = unescape(text(signed_in(anne), f"/imports/{Run.objects.get().pk}/"))
    assert "Personne ici ne s'appelle Nobody Known : gardé comme texte." in page


def sentences(kept: list[Any]) -> set[str]:
    """The texts that can be translated, those within others too."""
    found = {one["text"] for one in kept if isinstance(one, dict)}
    within = [
        word for one in kept if isinstance(one, dict) for word in one["words"].values()
    ]
    return found | sentences(within) if within else found


@pytest.mark.parametrize("rows", [1, 12])
def test_no_page_asks_more_questions_for_more_rows(
    desk: Client, ours: Company, few_queries: FewQueries, rows: int
) -> None:
    run = factories.run(ours, "REFUSED", document=factories.document(ours))
    for number in range(rows):
        factories.run(ours)
        RunProblem.objects.create(
            run=run, where=f"line {number}", saw="x", wanted="y", remedy="z"
        )
    for url in ("/imports/", f"/imports/{run.pk}/"):
        with few_queries():
            text(desk, url)
