import datetime
import logging
import socket
import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.notices.addresses import AddressBook
from app.notices.endpoints import EndpointRules
from app.notices.push_sender import (
    MAX_PAYLOAD_BYTES,
    Outcome,
    PushSender,
    Recipient,
    SendResult,
    Urgency,
)
from app.notices.vapid import Sealer, VapidKeys
from tests.push_service import Answer, Phone, PushService

PAYLOAD = {"title": "Andover Hive", "body": "New message", "url": "/chat/rooms/3"}


def send(sender: PushSender, phone: Phone, payload: dict[str, object] | None = None) -> SendResult:
    recipient = Recipient(phone.endpoint, phone.p256dh, phone.auth)
    return sender.send(
        recipient, payload or PAYLOAD, ttl=86_400, urgency=Urgency.HIGH, topic="room-3"
    )


def test_a_push_arrives_signed_encrypted_and_with_its_headers(
    sender: PushSender, push_service: PushService
) -> None:
    phone = push_service.subscribe()
    assert send(sender, phone) == SendResult(Outcome.ACCEPTED, 201)
    (push,) = push_service.pushes(phone)
    assert push.payload == PAYLOAD
    assert (push.ttl, push.urgency, push.topic) == (86_400, "high", "room-3")
    assert push.claims["sub"] == "mailto:hive@example.org"
    assert push.claims["aud"] == push_service.origin
    assert push_service.complaints == []


def test_each_time_to_live_is_its_own(sender: PushSender, push_service: PushService) -> None:
    phone = push_service.subscribe()
    recipient = Recipient(phone.endpoint, phone.p256dh, phone.auth)
    for ttl in (60, 3600, 60):
        sender.send(recipient, PAYLOAD, ttl=ttl)
    pushes = push_service.pushes(phone)
    assert [push.ttl for push in pushes] == [60, 3600, 60]
    assert {push.topic for push in pushes} == {None}
    assert {push.urgency for push in pushes} == {"normal"}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(200), SendResult(Outcome.ACCEPTED, 200)),
        (Answer(201, body=b"stored"), SendResult(Outcome.ACCEPTED, 201)),
        (Answer(202), SendResult(Outcome.ACCEPTED, 202)),
        (Answer(404), SendResult(Outcome.GONE, 404)),
        (Answer(410, body=b"gone"), SendResult(Outcome.GONE, 410)),
        (Answer(429), SendResult(Outcome.RETRY, 429)),
        (
            Answer(429, {"Retry-After": "120"}),
            SendResult(Outcome.RETRY, 429, timedelta(seconds=120)),
        ),
        (Answer(429, {"Retry-After": "later"}), SendResult(Outcome.RETRY, 429)),
        (Answer(500), SendResult(Outcome.RETRY, 500)),
        (Answer(503, {"Retry-After": "5"}), SendResult(Outcome.RETRY, 503, timedelta(seconds=5))),
        (Answer(400), SendResult(Outcome.REFUSED, 400)),
        (Answer(401), SendResult(Outcome.REFUSED, 401)),
        (Answer(403), SendResult(Outcome.REFUSED, 403)),
        (Answer(413), SendResult(Outcome.REFUSED, 413)),
        (Answer.hang(2), SendResult(Outcome.RETRY)),
        (Answer.garbage(), SendResult(Outcome.RETRY)),
    ],
)
def test_each_answer_leads_to_its_end(
    sender: PushSender, push_service: PushService, answer: Answer, expected: SendResult
) -> None:
    phone = push_service.subscribe(answer)
    assert send(sender, phone) == expected
    assert len(push_service.pushes(phone)) == 1


def test_a_redirect_is_not_followed(sender: PushSender, push_service: PushService) -> None:
    elsewhere = push_service.subscribe()
    for status in (301, 302, 303, 307, 308):
        phone = push_service.subscribe(Answer(status, {"Location": elsewhere.endpoint}))
        assert send(sender, phone) == SendResult(Outcome.REFUSED, status)
    assert push_service.pushes(elsewhere) == []
    assert len(push_service.requests) == 5


def test_an_endless_answer_is_not_read(sender: PushSender, push_service: PushService) -> None:
    phone = push_service.subscribe(Answer(201, body=b"x" * 5_000_000))
    assert send(sender, phone).outcome is Outcome.ACCEPTED
    push_service.answer(phone)
    assert send(sender, phone).outcome is Outcome.ACCEPTED


def test_a_service_that_is_not_there_is_tried_again(vapid_keys: VapidKeys) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{unused.getsockname()[1]}"
        sender = PushSender(Sealer(vapid_keys, "a@b.example"), EndpointRules([origin]))
        phone = Phone(f"{origin}/push/1", ec.generate_private_key(ec.SECP256R1()), b"a" * 16)
        assert send(sender, phone) == SendResult(Outcome.RETRY)


def test_the_next_address_is_tried_when_the_first_cannot_be_reached(
    vapid_keys: VapidKeys,
) -> None:
    with PushService(host="push.test") as service:
        sender = PushSender(
            Sealer(vapid_keys, "a@b.example"),
            EndpointRules([service.origin]),
            AddressBook(lambda host, port: ["127.0.0.77", "127.0.0.1"]),
        )
        phone = service.subscribe()
        assert send(sender, phone).outcome is Outcome.ACCEPTED
        assert service.requests[0][0] == f"push.test:{service.port}"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_a_known_host_that_leads_inside_gets_no_push(vapid_keys: VapidKeys, address: str) -> None:
    sender = PushSender(
        Sealer(vapid_keys, "a@b.example"),
        EndpointRules(),
        AddressBook(lambda host, port: [address]),
    )
    phone = Phone(
        "https://fcm.googleapis.com/fcm/send/1",
        ec.generate_private_key(ec.SECP256R1()),
        b"a" * 16,
    )
    assert send(sender, phone) == SendResult(Outcome.REFUSED)


def test_an_endpoint_that_is_no_longer_accepted_gets_no_push(
    vapid_keys: VapidKeys, push_service: PushService
) -> None:
    sender = PushSender(Sealer(vapid_keys, "a@b.example"), EndpointRules())
    phone = push_service.subscribe()
    assert send(sender, phone) == SendResult(Outcome.REFUSED)
    assert push_service.requests == []


@pytest.mark.parametrize(("p256dh", "auth"), [("AAAA", "AAAA"), ("", ""), ("ä", "ö")])
def test_keys_that_are_none_are_refused(
    sender: PushSender, push_service: PushService, p256dh: str, auth: str
) -> None:
    endpoint = push_service.subscribe().endpoint
    result = sender.send(Recipient(endpoint, p256dh, auth), PAYLOAD, ttl=60)
    assert result == SendResult(Outcome.REFUSED)


def test_the_longest_payload_fits_and_a_longer_one_is_not_sent(
    sender: PushSender, push_service: PushService
) -> None:
    phone = push_service.subscribe()
    frame = len('{"body":""}')
    assert send(sender, phone, {"body": "x" * (MAX_PAYLOAD_BYTES - frame)}).status == 201
    assert send(sender, phone, {"body": "é" * (MAX_PAYLOAD_BYTES // 2)}).status is None
    assert len(push_service.pushes(phone)) == 1
    assert push_service.complaints == []


def test_nothing_personal_reaches_the_log(
    sender: PushSender, push_service: PushService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = [Answer(201), Answer(410), Answer(500), Answer(403), Answer.garbage()]
    answers += [Answer.hang(1), Answer(302, {"Location": "http://127.0.0.1:1/secret"})]
    phones = [push_service.subscribe(answer) for answer in answers]
    for phone in phones:
        send(sender, phone, {"body": "words nobody else may read"})
    for phone in phones:
        for secret in (phone.token, phone.endpoint, phone.p256dh, phone.auth, "words", "secret"):
            assert secret not in caplog.text


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for push.test alone, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "push.test")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("push.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "push.test.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("push.test", SendResult(Outcome.ACCEPTED, 201)),
        ("other.test", SendResult(Outcome.RETRY)),
        ("127.0.0.1", SendResult(Outcome.RETRY)),
    ],
)
def test_the_checked_address_is_used_and_the_certificate_is_for_the_host(
    vapid_keys: VapidKeys, certificate: Path, host: str, expected: SendResult
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with PushService(tls, host) as service:
        sender = PushSender(
            Sealer(vapid_keys, "a@b.example"),
            EndpointRules([service.origin]),
            AddressBook(lambda host, port: ["127.0.0.1"]),
            ssl_context=ssl.create_default_context(cafile=str(certificate)),
        )
        phone = service.subscribe()
        assert send(sender, phone) == expected
        assert len(service.requests) == (1 if expected.status else 0)


def test_connections_are_kept_for_the_next_push(
    sender: PushSender, push_service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = 0
    phone = push_service.subscribe()

    def counting(self: socket.socket, address: object) -> None:
        nonlocal opened
        opened += 1
        original(self, address)  # type: ignore[arg-type]

    original = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", counting)
    for _ in range(5):
        assert send(sender, phone).outcome is Outcome.ACCEPTED
    assert opened == 1
