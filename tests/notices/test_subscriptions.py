import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec

from app.accounts.models import Person
from app.accounts.services import end_devices
from app.core.errors import Invalid, NotFound, TooMany
from app.notices import queries, services
from app.notices.models import DeliveryState, PushSubscription
from app.notices.policy import can_remove
from app.notices.schemas import TRY_AGAIN, SubscribeSchema
from app.notices.services.outbox import prepare_deliveries
from tests.notices.hive_room import HiveRoom, deliveries, subscriptions
from tests.push_service import Phone, PushService, base64url


def live() -> list[PushSubscription]:
    return [each for each in subscriptions() if each.ended_at is None]


def test_subscribing_twice_is_subscribing_once(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    device, phone = room.sign_in(reader), push_service.subscribe()
    given = {"actor": reader, "device": device, "endpoint": phone.endpoint, "auth": phone.auth}
    first, is_new = services.subscribe(**given, p256dh=phone.p256dh)
    again, is_new_again = services.subscribe(**given, p256dh=phone.p256dh + "=")
    assert first.id == again.id
    assert (is_new, is_new_again) == (True, False)
    assert queries.is_push_on(device)
    assert [each.p256dh for each in live()] == [phone.p256dh]


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://169.254.169.254/latest",
        "https://evil.example/push",
        "https://u@fcm.googleapis.com/x",
    ],
)
def test_an_endpoint_of_no_known_service_is_refused_in_words(
    room: HiveRoom, reader: Person, endpoint: str
) -> None:
    phone = Phone(endpoint, ec.generate_private_key(ec.SECP256R1()), b"a" * 16)
    with pytest.raises(Invalid) as refused:
        room.subscribe(reader, room.sign_in(reader), phone)
    assert list(refused.value.errors) == ["endpoint"]
    assert subscriptions() == []


NO_POINT = base64url(b"\x04" + b"\x01" * 64)
COMPRESSED = base64url(b"\x02" + b"\x01" * 32)
SECRET = base64url(b"a" * 16)


@pytest.mark.parametrize("p256dh", ["", "A", "AAAA", NO_POINT, COMPRESSED, "ä" * 87, "A" * 5000])
def test_a_key_that_is_no_point_of_the_curve_is_refused(
    room: HiveRoom, reader: Person, push_service: PushService, p256dh: str
) -> None:
    endpoint = push_service.subscribe().endpoint
    with pytest.raises(Invalid):
        services.subscribe(
            actor=reader,
            device=room.sign_in(reader),
            endpoint=endpoint,
            p256dh=p256dh,
            auth=SECRET,
        )


@pytest.mark.parametrize(
    "auth", ["", "A", base64url(b"a" * 15), base64url(b"a" * 17), "+/" * 11, "é" * 22, "=" * 24]
)
def test_a_secret_of_another_length_is_refused(
    room: HiveRoom, reader: Person, push_service: PushService, auth: str
) -> None:
    phone = push_service.subscribe()
    with pytest.raises(Invalid):
        services.subscribe(
            actor=reader,
            device=room.sign_in(reader),
            endpoint=phone.endpoint,
            p256dh=phone.p256dh,
            auth=auth,
        )


def test_a_shared_phone_moves_to_whoever_signs_in_on_it(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    other, phone = room.join("Olu Other"), push_service.subscribe()
    room.subscribe(reader, room.sign_in(reader), phone)
    room.say(to=[reader])
    prepare_deliveries()
    room.subscribe(other, room.sign_in(other), phone)
    services.deliver_due()
    assert push_service.pushes(phone) == [], "the first person's news stays theirs"
    assert [each.state for each in deliveries()] == [DeliveryState.DROPPED]
    assert [each.person_id for each in live()] == [other.id]
    room.say(to=[reader, other])
    services.deliver_due()
    assert len(push_service.pushes(phone)) == 1


def test_a_browser_has_one_subscription(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    device = room.sign_in(reader)
    old, new = push_service.subscribe(), push_service.subscribe()
    room.subscribe(reader, device, old)
    room.subscribe(reader, device, new)
    assert [each.endpoint for each in live()] == [new.endpoint]


def test_signing_out_ends_pushes_also_those_on_their_way(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    device, phone = room.sign_in(reader), push_service.subscribe()
    room.subscribe(reader, device, phone)
    room.say(to=[reader])
    prepare_deliveries()
    end_devices([device.id])
    services.deliver_due()
    assert push_service.pushes(phone) == []
    assert live() == []
    assert not queries.is_push_on(device)


def test_pushes_can_be_turned_off_and_on_again(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    device, phone = room.sign_in(reader), push_service.subscribe()
    room.subscribe(reader, device, phone)
    services.unsubscribe(actor=reader, endpoint=phone.endpoint)
    services.unsubscribe(actor=reader, endpoint=phone.endpoint)
    assert live() == []
    room.subscribe(reader, device, phone)
    room.say(to=[reader])
    services.deliver_due()
    assert len(push_service.pushes(phone)) == 1


@pytest.mark.parametrize("endpoint", ["", "\x00", "\ud800", "é", "x" * 100_000])
def test_turning_off_what_never_was_does_nothing(
    room: HiveRoom, reader: Person, endpoint: str
) -> None:
    room.phone_of(reader)
    services.unsubscribe(actor=reader, endpoint=endpoint)
    assert len(live()) == 1


@pytest.mark.parametrize(
    "given",
    [None, [], "x", {}, {"endpoint": 1, "keys": 2}, {"endpoint": "x", "keys": {"auth": []}}],
)
def test_what_is_no_subscription_is_refused_in_plain_words(given: object) -> None:
    with pytest.raises(Invalid) as refused:
        SubscribeSchema().load_or_invalid(given)
    assert set(refused.value.errors.values()) == {TRY_AGAIN}


def test_somebody_elses_browser_cannot_be_turned_off(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    other, phone = room.join("Olu Other"), push_service.subscribe()
    subscription = room.subscribe(reader, room.sign_in(reader), phone)
    services.unsubscribe(actor=other, endpoint=phone.endpoint)
    with pytest.raises(NotFound):
        services.remove_subscription(actor=other, subscription_id=subscription.id)
    assert not can_remove(other, subscription)
    assert len(live()) == 1
    assert queries.subscriptions_of(other) == []


def test_own_browsers_are_listed_newest_first_and_can_be_removed(
    room: HiveRoom, reader: Person
) -> None:
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as traveller:
        room.phone_of(reader)
        traveller.shift(60)
        room.phone_of(reader)
    newest, oldest = queries.subscriptions_of(reader)
    assert newest.created_at > oldest.created_at
    assert can_remove(reader, newest)
    services.remove_subscription(actor=reader, subscription_id=newest.id)
    assert [each.id for each in queries.subscriptions_of(reader)] == [oldest.id]
    with pytest.raises(NotFound):
        services.remove_subscription(actor=reader, subscription_id=newest.id)


def test_subscribing_over_and_over_is_stopped(
    room: HiveRoom, reader: Person, push_service: PushService
) -> None:
    device = room.sign_in(reader)
    for _ in range(60):
        room.subscribe(reader, device, push_service.subscribe())
    with pytest.raises(TooMany):
        room.subscribe(reader, device, push_service.subscribe())
