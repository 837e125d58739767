import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notices import addresses
from app.notices.addresses import (
    AddressBook,
    AddressRefused,
    HostUnknown,
    is_public,
    resolve_host,
)
from app.notices.endpoints import (
    KNOWN_HOSTS,
    KNOWN_SUFFIXES,
    EndpointRefused,
    EndpointRules,
    normalise_origin,
)

RULES = EndpointRules()

ACCEPTED = [
    "https://fcm.googleapis.com/fcm/send/abc:APA91b-_x",
    "https://fcm.googleapis.com:443/fcm/send/abc",
    "https://FCM.GoogleApis.com/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
    "https://autopush.stage.push.services.mozilla.com/wpush/v2/gAAA",
    "https://web.push.apple.com/QGuQyavXutnMH",
    "https://eu.push.apple.com/QGuQyavXutnMH",
    "https://db5p.notify.windows.com/w/?token=BQYAAA%3d%3d",
]

REFUSED = [
    "",
    "fcm.googleapis.com/fcm/send/abc",
    "http://fcm.googleapis.com/fcm/send/abc",
    "ftp://fcm.googleapis.com/abc",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com?x=1",
    "https://fcm.googleapis.com:/abc",
    "https://fcm.googleapis.com:8443/abc",
    "https://fcm.googleapis.com:80/abc",
    "https://fcm.googleapis.com:0443/abc",
    "https://fcm.googleapis.com:+443/abc",
    "https://fcm.googleapis.com:99999/abc",
    "https://fcm.googleapis.com./abc",
    "https://fcm.googleapis.com/abc#part",
    "https://fcm.googleapis.com/abc#",
    "https://user@fcm.googleapis.com/abc",
    "https://user:word@fcm.googleapis.com/abc",
    "https://@fcm.googleapis.com/abc",
    "https://fcm.googleapis.com@evil.example/abc",
    "https://fcm.googleapis.com:443@evil.example/abc",
    "https://evil.example/fcm.googleapis.com/abc",
    "https://evil.example\\@fcm.googleapis.com/abc",
    "https://evil.example\\.push.apple.com/abc",
    "https://fcm.googleapis.com\\evil.example/abc",
    "https://fcm.googleapis.com%2eevil.example/abc",
    "https://fcm.googleapis.com.evil.example/abc",
    "https://evilfcm.googleapis.com/abc",
    "https://googleapis.com/abc",
    "https://push.apple.com/abc",
    "https://.push.apple.com/abc",
    "https://a..push.apple.com/abc",
    "https://-a.push.apple.com/abc",
    "https://evilpush.apple.com/abc",
    "https://evil.com/.push.apple.com",
    "https://notify.windows.com/w/?token=x",
    "https://127.0.0.1/abc",
    "https://[::1]/abc",
    "https://[::ffff:127.0.0.1]/abc",
    "https://2130706433/abc",
    "https://0x7f.1/abc",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/abc",
    "https://\uff46cm.googleapis.com/abc",
    "https://fcm.googleapis\u3002com/abc",
    "https://fcm.googleapi\u017f.com/abc",
    "https://fcm.googleapis.com/\u00e4",
    "https://fcm.googleapis.com/a b",
    "https://fcm.googleapis.com/a\r\nX-Header: 1",
    "https://fcm.googleapis.com/a\tb",
    " https://fcm.googleapis.com/abc",
    "https://fcm.googleapis.com/abc\n",
    "https://fcm.googleapis.com/" + "a" * 2048,
    "//fcm.googleapis.com/abc",
    "https:fcm.googleapis.com/abc",
    "https:///fcm.googleapis.com/abc",
]


@pytest.mark.parametrize("endpoint", ACCEPTED)
def test_endpoints_of_the_known_push_services_are_accepted(endpoint: str) -> None:
    address = RULES.accept(endpoint)
    assert address.scheme == "https"
    assert address.port == 443
    assert not address.is_extra
    assert endpoint.endswith(address.target)


@pytest.mark.parametrize("endpoint", REFUSED)
def test_everything_else_is_refused(endpoint: str) -> None:
    with pytest.raises(EndpointRefused) as refused:
        RULES.accept(endpoint)
    if len(endpoint) > 12:
        assert endpoint not in str(refused.value)


@given(st.text(max_size=200))
def test_no_text_whatever_breaks_the_rules(text: str) -> None:
    for endpoint in (text, f"https://{text}", f"https://fcm.googleapis.com{text}"):
        try:
            address = RULES.accept(endpoint)
        except EndpointRefused:
            continue
        _assert_known(address.host)
        assert address.port == 443


@given(
    before=st.text(alphabet=string.printable, max_size=12),
    host=st.sampled_from(sorted(KNOWN_HOSTS)),
    after=st.text(alphabet=string.printable, max_size=12),
)
def test_nothing_written_around_a_known_host_leads_elsewhere(
    before: str, host: str, after: str
) -> None:
    try:
        address = RULES.accept(f"https://{before}{host}{after}/x")
    except EndpointRefused:
        return
    _assert_known(address.host)


def _assert_known(host: str) -> None:
    assert host in KNOWN_HOSTS or host.endswith(KNOWN_SUFFIXES)
    assert set(host) <= set(string.ascii_lowercase + string.digits + ".-")


def test_an_origin_from_the_setting_is_accepted_exactly() -> None:
    rules = EndpointRules(["http://127.0.0.1:9099", "https://push.test:443/"])
    assert rules.accept("http://127.0.0.1:9099/push/1").is_extra
    assert rules.accept("https://push.test/push/1").is_extra
    for other in (
        "https://127.0.0.1:9099/push/1",
        "http://127.0.0.1:9098/push/1",
        "http://127.0.0.1/push/1",
        "http://user@127.0.0.1:9099/push/1",
        "http://127.0.0.1:9099",
        "http://localhost:9099/push/1",
        "http://push.test/push/1",
    ):
        with pytest.raises(EndpointRefused):
            rules.accept(other)


@pytest.mark.parametrize("origin", ["", "push.test", "ftp://push.test", "http://push.test/path"])
def test_a_setting_that_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(ValueError, match="not an origin"):
        normalise_origin(origin)


PUBLIC = ["142.250.1.95", "17.57.146.20", "2a00:1450:4009:80b::200a", "64:ff9b::8efa:15f"]
PRIVATE = [
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "not an address",
    "",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_told(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_inside_a_network_are_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_known_host_that_leads_inside_is_refused(address: str) -> None:
    book = AddressBook(lambda host, port: [PUBLIC[0], address])
    with pytest.raises(AddressRefused):
        book.addresses(RULES.accept(ACCEPTED[0]))


def test_an_origin_from_the_setting_may_be_inside() -> None:
    book = AddressBook(lambda host, port: ["127.0.0.1"])
    address = EndpointRules(["http://push.test:9099"]).accept("http://push.test:9099/1")
    assert book.addresses(address) == ["127.0.0.1"]


def test_a_host_is_looked_up_again_when_the_answer_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [["142.250.1.95"], ["10.0.0.1"]]
    now = 100.0
    monkeypatch.setattr(addresses.time, "monotonic", lambda: now)
    book = AddressBook(lambda host, port: answers.pop(0))
    address = RULES.accept(ACCEPTED[0])
    assert book.addresses(address) == ["142.250.1.95"]
    assert book.addresses(address) == ["142.250.1.95"]
    now += 31
    with pytest.raises(AddressRefused):
        book.addresses(address)


def test_a_host_without_addresses_is_unknown() -> None:
    with pytest.raises(HostUnknown):
        AddressBook(lambda host, port: []).addresses(RULES.accept(ACCEPTED[0]))
    with pytest.raises(HostUnknown):
        resolve_host("no-such-host.invalid", 443)
