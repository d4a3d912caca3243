"""The dossier of a case: asked for once, made once, and told when it cannot be made."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import zipfile
from datetime import timedelta

import factories
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from acquit.audit.models import Entry
from acquit.channels.letter.press import NotSet
from acquit.core.sentences import of_json
from acquit.cycle.actions.dossiers import ask_for_dossier, run_dossier
from acquit.handover.actions import dossiers
from acquit.handover.dossier import making
from acquit.handover.models import Case, CaseDossier, DossierFile, DossierPart
from acquit.handover.queries.dossiers import content_of, dossiers_of
from acquit.ledger.models import Receivable
from acquit.organisation.models import Person

TODAY, NOW = factories.TODAY, factories.NOW


@pytest.fixture
def case(db: None) -> Case:
    debtor = factories.customer(factories.company("X", "Alder Trading"))
    return factories.case(debtor, factories.receivable(debtor, "F-1"))


@pytest.fixture
def carla(db: None) -> Person:
    return factories.person("Carla Chief")


def asked(case: Case, by: Person) -> CaseDossier:
    return ask_for_dossier(case.pk, by_id=by.pk, at=NOW)


def made(case: Case, by: Person) -> CaseDossier:
    one = asked(case, by)
    run_dossier(one, on=TODAY, clock=lambda: NOW)
    one.refresh_from_db()
    return one


def whole(one: CaseDossier, file: DossierFile) -> bytes:
    return b"".join(content_of(one, file))


def test_what_was_asked_for_is_made_and_kept_with_its_two_files(case, carla):
    one = made(case, carla)
    assert (one.state, one.as_of, one.ended_at) == ("READY", TODAY, NOW)
    pdf, parcel = whole(one, DossierFile.PDF), whole(one, DossierFile.ZIP)
    assert pdf.startswith(b"%PDF")
    assert (one.pdf_size, one.zip_size) == (len(pdf), len(parcel))
    with zipfile.ZipFile(io.BytesIO(parcel)) as packed:
        assert packed.testzip() is None
        assert "claims.csv" in packed.namelist()


def test_the_trail_says_who_asked_for_it_once_it_is_made(case, carla):
    one = asked(case, carla)
    assert not Entry.objects.filter(event="dossier_made").exists()
    run_dossier(one, on=TODAY, clock=lambda: NOW)
    (told,) = Entry.objects.filter(event="dossier_made")
    assert (told.actor_name, told.customer_id) == ("Carla Chief", case.customer_id)
    assert told.details == {"procedure": "BE_IOS", "on": TODAY.isoformat()}


def test_who_asks_while_one_is_being_made_gets_that_one(case, carla):
    first = asked(case, carla)
    assert asked(case, factories.person("Bert Other")) == first
    dossiers.begin_dossier(first, as_of=TODAY, at=NOW)
    assert asked(case, carla) == first
    assert ProcrastinateJob.objects.filter(task_name="cycle.make_dossier").count() == 1


def test_one_made_later_takes_the_place_of_the_one_before(case, carla):
    first, second = made(case, carla), made(case, carla)
    first.refresh_from_db()
    assert (first.state, second.state) == ("GONE", "READY")
    assert set(DossierPart.objects.values_list("dossier", flat=True)) == {second.pk}
    assert Entry.objects.filter(event="dossier_made").count() == 2


def test_of_a_worker_that_was_killed_the_next_one_makes_a_single_dossier(case, carla):
    one = asked(case, carla)
    assert dossiers.begin_dossier(one, as_of=TODAY, at=NOW)
    run_dossier(one, on=TODAY, clock=lambda: NOW)
    run_dossier(one, on=TODAY, clock=lambda: NOW)
    assert CaseDossier.objects.get().state == "READY"
    assert Entry.objects.filter(event="dossier_made").count() == 1


def test_one_that_nobody_is_at_any_more_is_asked_for_again(case, carla):
    lost = asked(case, carla)
    later = NOW + timedelta(hours=1, seconds=1)
    again = ask_for_dossier(case.pk, by_id=carla.pk, at=later)
    lost.refresh_from_db()
    assert lost.state == "FAILED"
    assert again != lost
    run_dossier(lost, on=TODAY, clock=lambda: later)
    run_dossier(again, on=TODAY, clock=lambda: later)
    stands = dossiers_of(case)
    assert (stands.ready, stands.failed, stands.under_way) == (again, None, None)
    assert Entry.objects.filter(event="dossier_made").count() == 1


def test_what_a_killed_worker_left_on_the_disk_is_cleared_away(
    case, carla, tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name, age in (("acquit-dossier-old", 7200), ("acquit-dossier-new", 60)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "claims.csv").write_text("Alder Trading")
        then = NOW.timestamp() - age
        os.utime(tmp_path / name, (then, then))
    made(case, carla)
    assert [one.name for one in tmp_path.iterdir()] == ["acquit-dossier-new"]


def test_of_two_that_make_it_at_once_the_slower_keeps_nothing(case, carla, tmp_path):
    one = asked(case, carla)
    dossiers.begin_dossier(one, as_of=TODAY, at=NOW)
    files = making.make(case.customer, as_of=TODAY, out=tmp_path)
    assert dossiers.keep_dossier(one, files, as_of=TODAY, at=NOW)
    kept = whole(one, DossierFile.PDF)
    assert not dossiers.keep_dossier(one, files, as_of=TODAY, at=NOW)
    assert whole(one, DossierFile.PDF) == kept
    assert Entry.objects.filter(event="dossier_made").count() == 1


def test_a_file_larger_than_a_part_comes_back_as_it_was(case, carla, tmp_path):
    one = asked(case, carla)
    files = making.make(case.customer, as_of=TODAY, out=tmp_path)
    content = bytes(range(256)) * (2 * dossiers.PART_BYTES // 256) + b"and a little more"
    files.parcel.write_bytes(content)
    dossiers.keep_dossier(one, files, as_of=TODAY, at=NOW)
    assert one.parts.filter(file=DossierFile.ZIP).count() == 3
    assert whole(one, DossierFile.ZIP) == content


def test_without_anything_open_there_is_nothing_to_ask_for(case, carla):
    Receivable.objects.update(open_minor=0, settled_on=TODAY)
    with pytest.raises(dossiers.NothingLeft, match="Nothing of C-0001 is open any more"):
        asked(case, carla)
    assert not CaseDossier.objects.exists()


def test_what_was_paid_before_a_worker_came_is_told(case, carla):
    one = asked(case, carla)
    Receivable.objects.update(open_minor=0, settled_on=TODAY)
    run_dossier(one, on=TODAY, clock=lambda: NOW)
    one.refresh_from_db()
    assert one.state == "FAILED"
    assert str(of_json(one.why)).startswith("Nothing of C-0001 is open any more")


def test_a_press_that_breaks_leaves_the_dossier_before_and_says_so(
    case, carla, monkeypatch
):
    before = made(case, carla)
    one = asked(case, carla)
    # The press is a child of this interpreter: one that only ever fails.
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(NotSet):
        run_dossier(one, on=TODAY, clock=lambda: NOW)
    stands = dossiers_of(case)
    assert stands.ready == before
    assert stands.failed == one
    assert "could not be set or bound" in str(of_json(stands.failed.why))
    assert not one.parts.exists()
    assert Entry.objects.filter(event="dossier_made").count() == 1


def test_a_worker_without_a_place_to_write_says_what_is_wrong(
    case, carla, monkeypatch, tmp_path
):
    one = asked(case, carla)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(FileNotFoundError):
        run_dossier(one, on=TODAY, clock=lambda: NOW)
    told = str(of_json(dossiers_of(case).failed.why))
    assert told.startswith("The worker could not write its files: No such file")


def test_a_fault_is_told_and_asked_for_again_it_is_made(case, carla):
    one = asked(case, carla)
    Case.objects.update(procedure="NOBODY_KNOWS")
    one.case.refresh_from_db()
    with pytest.raises(ValueError, match="NOBODY_KNOWS"):
        run_dossier(one, on=TODAY, clock=lambda: NOW)
    assert "A fault in Acquit stopped it." in str(of_json(dossiers_of(case).failed.why))
    Case.objects.update(procedure="BE_IOS")
    made(case, carla)
    stands = dossiers_of(case)
    assert stands.ready is not None
    assert stands.failed is None


def test_who_is_erased_is_in_no_dossier_that_is_kept_or_being_made(case, carla):
    ready = made(case, carla)
    one = asked(case, carla)
    dossiers.begin_dossier(one, as_of=TODAY, at=NOW)
    for _ in range(2):
        dossiers.forget_dossiers([case.customer_id])
    assert not DossierPart.objects.exists()
    assert {ready.pk, one.pk} == set(
        CaseDossier.objects.filter(state="GONE").values_list("pk", flat=True)
    )
    run_dossier(one, on=TODAY, clock=lambda: NOW)
    assert not DossierPart.objects.exists()
