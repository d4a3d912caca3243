"""A program sends files with a token: whose books they reach, and what it is told."""

from __future__ import annotations

import io
import json
import zipfile

import factories
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import acquit.intake.actions as intake
from acquit.api import knocking, uploads, views
from acquit.intake.models import Delivery, Run
from acquit.ledger.models import Customer

from .conftest import ANNA, opened, secret_of

GOOD = b"customer_code,name,country\nC1,One,BE\nC2,Two,BE\n"
HALF = b"customer_code,name,country\nC1,One,BE\nC2,Two,Belgium\n"
INVOICES = b"invoice_number,customer_code,issue_date,amount\nF1,C1,2026-11-05,10.00\n"


def told(answer) -> dict:
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    return json.loads(answer.content)


# What it is told


def test_a_good_file_is_taken_and_told_as_the_command_tells_it(knock, source, secret):
    answer = knock(GOOD, secret)
    assert answer.status_code == 200
    [file] = told(answer)["files"]
    assert file == {
        "file": "customers.csv",
        "format": "acquit.customers",
        "state": "taken",
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "refused": 0,
        "missing": 0,
        "problems": [],
        "remarks": [],
    }
    run = Run.objects.get()
    assert (run.delivery.source, run.actor_name) == (source, "The ERP")
    token = source.tokens.get()
    assert token.used_at is not None
    source.refresh_from_db()
    assert source.delivered_at is not None


def test_the_same_file_again_changes_nothing(knock, secret):
    knock(GOOD, secret)
    [file] = told(knock(GOOD, secret))["files"]
    assert (file["created"], file["unchanged"]) == (0, 2)


def test_a_wrong_file_is_refused_with_what_to_do(knock, secret):
    answer = knock(HALF, secret)
    assert answer.status_code == 422
    [file] = told(answer)["files"]
    assert file["state"] == "refused"
    [problem] = file["problems"]
    assert problem["where"] == "line 3, column country"
    assert set(problem) == {"where", "saw", "wanted", "remedy"}
    assert not Customer.objects.exists()


def test_a_source_that_takes_what_is_right_is_told_in_part(knock, ours):
    secret = secret_of(opened(ours, partial=True))
    assert knock(HALF, secret).status_code == 207
    assert Customer.objects.count() == 1


def test_several_files_in_a_zip_are_taken_in_order_and_told_one_by_one(knock, secret):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.csv", INVOICES)
        made.writestr("b.csv", GOOD)
        made.writestr("c.txt", b"minutes of a meeting")
    answer = knock(out.getvalue(), secret, name="all.zip")
    assert answer.status_code == 207
    assert [(one["file"], one["state"]) for one in told(answer)["files"]] == [
        *(("b.csv", "taken"), ("a.csv", "taken"), ("c.txt", "refused"))
    ]


def test_a_form_brings_several_files(secret, db):
    files = [SimpleUploadedFile("b.csv", INVOICES), SimpleUploadedFile("a.csv", GOOD)]
    answer = Client(enforce_csrf_checks=True).post(
        "/api/imports/", {"file": files}, headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 200
    assert {one["file"] for one in told(answer)["files"]} == {"a.csv", "b.csv"}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/imports/", "upload"),
        ("/api/imports/?name=x.csv", "x.csv"),
        ("/api/imports/?name=../../etc/y.csv", "y.csv"),
        ("/api/imports/a%0Ab.csv", "ab.csv"),
    ],
)
def test_the_file_is_called_as_the_sender_calls_it(knock, secret, path, name):
    answer = knock(GOOD, secret, path=path)
    assert told(answer)["files"][0]["file"] == name


# Who comes in


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer acquit_wrong", "Basic {secret}", "{secret}"],
)
def test_without_a_token_nobody_comes_in(knock, secret, header):
    given = header.format(secret=secret)
    answer = knock(GOOD, headers={"Authorization": given} if given else {})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert "token" in told(answer)["error"]
    assert not Run.objects.exists()


def test_a_revoked_token_opens_nothing_and_its_successor_does(knock, source, secret):
    successor = secret_of(source)
    intake.revoke_token(source.tokens.order_by("pk")[0], actor=ANNA, at=factories.NOW)
    assert knock(GOOD, secret).status_code == 401
    assert knock(GOOD, successor).status_code == 200


def test_a_token_reaches_the_books_of_its_own_company_alone(knock, secret):
    other = secret_of(opened(factories.company("BETA", "Beta Services"), "Their ERP"))
    knock(GOOD, other)
    assert {one.company.code for one in Customer.objects.all()} == {"BETA"}
    assert knock(INVOICES, secret).status_code == 422  # C1 is a customer of the other one


def test_somebody_signed_in_needs_a_token_all_the_same(ours, db):
    boss = factories.grant(factories.person(), "ADMINISTRATOR", within=ours)
    client = Client()
    client.force_login(boss, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.put("/api/imports/a.csv", GOOD, content_type="text/csv")
    assert answer.status_code == 401


def test_a_paused_source_takes_nothing(knock, source, secret):
    intake.pause_source(source, actor=ANNA, at=factories.NOW)
    answer = knock(GOOD, secret)
    assert answer.status_code == 403
    assert "paused" in told(answer)["error"]
    assert not Customer.objects.exists()


@pytest.mark.parametrize("method", ["GET", "DELETE", "PATCH", "HEAD"])
def test_only_sending_is_answered(knock, secret, method):
    answer = knock(b"", secret, method=method)
    assert answer.status_code == 405
    assert answer["Allow"] == "POST, PUT"


# How much, how often


def test_nothing_is_refused(knock, secret):
    answer = knock(b"", secret)
    assert answer.status_code == 422
    assert "at least one file" in told(answer)["error"]


def test_too_much_is_refused_before_anything_is_read(knock, secret, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 10)
    assert knock(GOOD, secret).status_code == 413
    files = {"file": SimpleUploadedFile("a.csv", GOOD)}
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().post("/api/imports/", files, headers=headers).status_code == 413
    assert not Delivery.objects.exists()


def test_too_often_is_refused_for_a_minute(knock, source, secret, monkeypatch):
    monkeypatch.setattr(views, "MOST_A_MINUTE", 2)
    answers = [knock(GOOD, secret) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"
    long_ago = factories.LONG_AGO
    Delivery.objects.filter(source=source).update(started_at=long_ago, ended_at=long_ago)
    assert knock(GOOD, secret).status_code == 200


def test_guessing_tokens_is_slowed_down_and_stops_nobody_else(knock, secret, monkeypatch):
    monkeypatch.setattr(knocking, "MOST_WRONG_A_MINUTE", 2)
    wrong = [knock(GOOD, f"acquit_{number}").status_code for number in range(4)]
    assert wrong == [401, 401, 429, 429]
    assert knock(GOOD, secret).status_code == 200
    elsewhere = knock(GOOD, "acquit_x", REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 401


def test_the_log_names_neither_file_nor_source(knock, secret, caplog):
    caplog.set_level("INFO", logger="acquit")
    knock(HALF, secret, name="Secret Customer.csv")
    knock(HALF, "acquit_wrong")
    assert "source_delivered" in caplog.text
    told_by = [*caplog.messages, *(str(vars(record)) for record in caplog.records)]
    ours = [one for one in told_by if "acquit" in one]
    assert not [one for one in ours if "Secret Customer" in one or secret in one]
    assert not [one for one in ours if "The ERP" in one]


def test_what_a_fault_of_ours_leaves_is_told_as_such(knock, source, secret, monkeypatch):
    def broken(*_given: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("acquit.cycle.actions.sources.import_parcel", broken)
    answer = knock(GOOD, secret)
    assert answer.status_code == 500
    assert "a fault in Acquit" in told(answer)["error"]
    source.refresh_from_db()
    assert source.failures == 1


def test_an_upload_that_was_cut_short_is_told_apart_later(knock, source, secret):
    Delivery.objects.create(source=source, started_at=factories.LONG_AGO)
    knock(GOOD, secret)
    states = Delivery.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["CUT_SHORT", "TAKEN"]
