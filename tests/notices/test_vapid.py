import multiprocessing
import stat
from pathlib import Path

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import AnyHttpUrl

from app.notices.vapid import (
    KeyFileUnusable,
    OriginTokens,
    Sealer,
    VapidKeys,
    load_or_create_keys,
)


@pytest.fixture
def keys(tmp_path: Path) -> VapidKeys:
    return load_or_create_keys(tmp_path / "vapid.pem")


def test_keys_are_made_once_and_kept_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "vapid.pem"
    first = load_or_create_keys(path)
    assert load_or_create_keys(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["vapid.pem"]


def test_the_public_key_is_an_uncompressed_point_as_browsers_want_it(keys: VapidKeys) -> None:
    assert len(keys.public_key) == 87
    assert keys.public_key[0] == "B"
    assert "=" not in keys.public_key


def test_processes_that_start_together_agree_on_one_pair(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(4) as pool:
        made = pool.map(load_or_create_keys, [tmp_path / "vapid.pem"] * 8, chunksize=1)
    assert len({each.public_key for each in made}) == 1


def test_who_comes_second_uses_the_first_ones_pair(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "vapid.pem"
    first = load_or_create_keys(path)
    monkeypatch.setattr(Path, "exists", lambda self: False)
    assert load_or_create_keys(path) == first
    assert [each.name for each in tmp_path.iterdir()] == ["vapid.pem"]


@pytest.mark.parametrize("content", ["", "no key", "-----BEGIN PRIVATE KEY-----\nx\n"])
def test_a_file_without_a_key_names_the_setting(tmp_path: Path, content: str) -> None:
    path = tmp_path / "vapid.pem"
    path.write_text(content)
    with pytest.raises(KeyFileUnusable, match="HIVE_VAPID_KEY_FILE"):
        load_or_create_keys(path)
    assert path.read_text() == content


def _claims(header: str, keys: VapidKeys, audience: str) -> dict[str, object]:
    token = header.removeprefix("vapid t=").split(",")[0]
    key = load_pem_private_key(keys.private_pem, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    claims: dict[str, object] = jwt.decode(
        token, key.public_key(), algorithms=["ES256"], audience=audience
    )
    return claims


@pytest.mark.parametrize(
    ("endpoint", "audience"),
    [
        ("https://fcm.googleapis.com/fcm/send/1", "https://fcm.googleapis.com"),
        ("https://fcm.googleapis.com:443/fcm/send/1", "https://fcm.googleapis.com"),
        ("http://127.0.0.1:9099/push/1", "http://127.0.0.1:9099"),
    ],
)
def test_the_token_names_the_service_it_is_for(
    keys: VapidKeys, endpoint: str, audience: str
) -> None:
    header = OriginTokens(keys).get_authorization_header(AnyHttpUrl(endpoint), "a@b.example", 600)
    assert _claims(header, keys, audience)["sub"] == "mailto:a@b.example"
    assert header.endswith(f"k={keys.public_key}")


def test_a_token_is_used_for_half_its_life_and_for_one_service_only(keys: VapidKeys) -> None:
    tokens = OriginTokens(keys)
    google = AnyHttpUrl("https://fcm.googleapis.com/1")
    apple = AnyHttpUrl("https://web.push.apple.com/1")
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as traveller:
        first = tokens.get_authorization_header(google, "a@b.example", 600)
        assert tokens.get_authorization_header(google, "a@b.example", 600) == first
        assert tokens.get_authorization_header(apple, "a@b.example", 600) != first
        traveller.shift(301)
        second = tokens.get_authorization_header(google, "a@b.example", 600)
        assert second != first
        traveller.shift(-86_400)
        assert tokens.get_authorization_header(google, "a@b.example", 600) != second


def test_a_time_to_live_does_not_stick_to_other_pushes(keys: VapidKeys) -> None:
    sealer = Sealer(keys, "mailto:a@b.example")
    assert sealer.for_ttl(60).ttl == 60
    assert sealer.for_ttl(3600).ttl == 3600
    assert sealer.for_ttl(60).ttl == 60
    with pytest.raises(ValueError, match="time to live"):
        sealer.for_ttl(0)
