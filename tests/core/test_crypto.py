"""What is encrypted: never as text in the database, and under a key that can be replaced."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app import create_app
from app.config import Config, SettingsError
from app.core.crypto import KeyRing, key_ring
from app.core.errors import Conflict
from app.core.extensions import db
from app.core.rotation import encrypted_columns, forget_old_keys, renew_all
from app.core.unit_of_work import unit_of_work
from app.families.models import CareNote
from tests.conventions.county import County

_RING = KeyRing(Path())


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    path = tmp_path / "keys"
    path.write_text(Fernet.generate_key().decode() + "\n")
    return KeyRing(path)


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@given(st.text(min_size=3))
def test_a_token_never_holds_the_text_and_gives_it_back(
    tmp_path_factory: pytest.TempPathFactory, text: str
):
    if not _RING.path.is_file():
        _RING.path = tmp_path_factory.mktemp("ring") / "keys"
        _RING.path.write_text(Fernet.generate_key().decode())
    # Half a surrogate pair is no text that could be written down.
    text = text.encode("utf-8", "replace").decode()
    token = _RING.encrypt(text)
    assert text not in token
    assert _RING.encrypt(text) != token  # equal texts can't be told by their tokens
    assert _RING.decrypt(token) == text


def test_a_key_added_by_another_process_counts_at_once(ring: KeyRing):
    old = ring.encrypt("Bee stings")
    KeyRing(ring.path).add_key()
    assert not ring.is_newest(old)
    assert ring.is_newest(ring.encrypt("Bee stings"))
    assert ring.decrypt(old) == "Bee stings"
    assert ring.count() == 2


def test_a_forgotten_key_reads_nothing_any_more(ring: KeyRing):
    old = ring.encrypt("Bee stings")
    ring.add_key()
    renewed = ring.renew(old)
    ring.forget_old_keys()
    assert ring.decrypt(renewed) == "Bee stings"
    with pytest.raises(InvalidToken):
        ring.decrypt(old)


def test_only_its_owner_can_read_the_file_of_a_new_key(ring: KeyRing):
    ring.add_key()
    assert ring.path.stat().st_mode & 0o077 == 0
    assert list(ring.path.parent.iterdir()) == [ring.path]


def _config(folder: Path, env: str) -> Config:
    settings = {
        "HIVE_ENV": env,
        "HIVE_INSTANCE": str(folder),
        "HIVE_SECRET_KEY": "s" * 32,
        "HIVE_BASE_URL": "https://hive.example.org",
        "HIVE_VAPID_SUBJECT": "hive@example.org",
        "HIVE_LOG_LEVEL": "WARNING",
    }
    return replace(Config.from_env(settings), queue_in_memory=True)


def test_production_without_a_key_file_says_which_setting_and_how_to_make_it(tmp_path: Path):
    with pytest.raises(SettingsError) as refused:
        create_app(_config(tmp_path, "production"))
    assert "HIVE_ENCRYPTION_KEY_FILE" in str(refused.value)
    assert "Fernet.generate_key()" in str(refused.value)
    assert not (tmp_path / "encryption-keys").exists()


def test_elsewhere_the_first_start_makes_a_key_and_the_second_keeps_it(tmp_path: Path):
    create_app(_config(tmp_path, "development"))
    first = (tmp_path / "encryption-keys").read_text()
    create_app(_config(tmp_path, "development"))
    assert (tmp_path / "encryption-keys").read_text() == first


@pytest.mark.parametrize("content", ["", "\n", "not a key", "AAAA\n"])
def test_a_file_without_proper_keys_names_the_setting(tmp_path: Path, content: str):
    (tmp_path / "encryption-keys").write_text(content)
    with pytest.raises(SettingsError) as refused:
        create_app(_config(tmp_path, "development"))
    assert "HIVE_ENCRYPTION_KEY_FILE" in str(refused.value)
    assert "one key a line" in str(refused.value)


def _tokens() -> list[str]:
    found: list[str] = []
    for column in encrypted_columns():
        raw = sa.type_coerce(column, sa.Text)
        found += db.session.scalars(sa.select(raw).where(raw.is_not(None))).all()
    db.session.rollback()
    return found


def test_the_database_holds_tokens_and_never_the_words(county: County):
    assert county.child
    tokens = _tokens()
    assert len(tokens) >= 2  # a care note and a date of birth
    assert not any("Bee stings" in token or "2015-05-17" in token for token in tokens)


def test_renewing_brings_everything_under_the_newest_key_and_changes_no_words(county: County):
    county.grow(3)
    ring = key_ring()
    before = len(_tokens())
    ring.add_key()
    assert renew_all() == before
    assert all(ring.is_newest(token) for token in _tokens())
    assert renew_all() == 0
    db.session.expire_all()
    assert db.session.scalars(sa.select(CareNote.text)).all() == ["Bee stings"] * 7
    assert county.child.born_on == date(2015, 5, 17)


def test_old_keys_stay_while_something_needs_them(county: County):
    ring = key_ring()
    ring.add_key()
    with pytest.raises(Conflict):
        forget_old_keys()
    assert ring.count() > 1
    assert county.child.born_on == date(2015, 5, 17)


def test_old_keys_go_once_everything_is_renewed(county: County):
    ring = key_ring()
    ring.add_key()
    renew_all()
    forget_old_keys()
    assert ring.count() == 1
    db.session.expire_all()
    assert county.child.born_on == date(2015, 5, 17)


def test_what_somebody_writes_during_the_rotation_is_not_undone(
    county: County, monkeypatch: pytest.MonkeyPatch
):
    ring = key_ring()
    ring.add_key()
    renew = type(ring).renew

    def renew_late(self: KeyRing, token: str) -> str:
        """Between reading the old token and writing the new one, a carer saves."""
        with unit_of_work():
            db.session.execute(sa.update(CareNote).values(text="Wasp stings"))
        return renew(self, token)

    monkeypatch.setattr(KeyRing, "renew", renew_late)
    renew_all()
    db.session.expire_all()
    assert set(db.session.scalars(sa.select(CareNote.text))) == {"Wasp stings"}


def test_the_commands_rotate_and_forget_in_plain_words(app: Flask, county: County):
    assert county.child
    runner = app.test_cli_runner()
    rotated = runner.invoke(args=["keys", "rotate"])
    assert rotated.exit_code == 0, rotated.output
    assert "Encrypted anew" in rotated.output
    assert "Keep older copies of the file as long as you keep older backups" in rotated.output
    forgotten = runner.invoke(args=["keys", "forget-old"])
    assert forgotten.exit_code == 0, forgotten.output
    assert key_ring().count() == 1
    again = runner.invoke(args=["keys", "forget-old"])
    assert again.exit_code == 0
    assert "nothing to forget" in again.output


def test_forgetting_too_early_is_refused_with_what_to_do(app: Flask, county: County):
    assert county.child
    key_ring().add_key()
    refused = app.test_cli_runner().invoke(args=["keys", "forget-old"])
    assert refused.exit_code != 0
    assert "flask keys rotate" in refused.output
    assert key_ring().count() > 1
