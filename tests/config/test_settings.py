"""What the settings promise, whatever the environment says."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from acquit.config import home, serving, settings


def test_connections_are_pooled_where_pages_are_answered_and_nowhere_else():
    assert serving.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] == 8
    assert "pool" not in settings.DATABASES["default"]["OPTIONS"]


@pytest.mark.parametrize("module", ["settings", "serving"])
def test_importing_the_settings_makes_nothing(tmp_path, module):
    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", f"import acquit.config.{module}"],
        env=os.environ | {"ACQUIT_HOME": str(tmp_path / "home")},
        check=True,
    )
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_ones_own_database_is_passed_on_whole(monkeypatch):
    url = "postgresql://ann:p%40ss@db.example.com:5433/books?sslmode=require"
    monkeypatch.setenv("ACQUIT_DATABASE_URL", url)
    described = home.database()
    assert described["NAME"] == "books"
    assert described["PASSWORD"] == "p@ss"  # noqa: S105 - invented
    assert (described["HOST"], described["PORT"]) == ("db.example.com", "5433")
    assert described["OPTIONS"] == {"sslmode": "require", "prepare_threshold": 5}


def test_the_key_is_made_once_and_then_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("ACQUIT_HOME", str(tmp_path / "home"))
    assert home.secret_key() != home.secret_key()
    home.keep_secret_key()
    kept = home.secret_key()
    home.keep_secret_key()
    assert home.secret_key() == kept
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret.key"]


def test_a_key_that_was_given_is_used_and_not_written_down(monkeypatch, tmp_path):
    monkeypatch.setenv("ACQUIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ACQUIT_SECRET_KEY", "given")
    home.keep_secret_key()
    assert home.secret_key() == "given"
    assert not (tmp_path / "home").exists()
