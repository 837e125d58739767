"""What comes in about notices: form and JSON."""

from typing import Any

from marshmallow import fields

from app.accounts.models import LockScreenDetail
from app.core.schemas import HiveSchema

TRY_AGAIN = "This browser sent something we can't use. Turn notifications off and on again."
CHOOSE: Any = "Choose what your lock screen may show."
_WORDS: dict[str, Any] = {
    "required": TRY_AGAIN,
    "null": TRY_AGAIN,
    "invalid": TRY_AGAIN,
    "type": TRY_AGAIN,
}


class _BrowserSchema(HiveSchema):
    # What a script sends wrongly, no person can put right but by starting afresh.
    error_messages = _WORDS


class _KeysSchema(_BrowserSchema):
    p256dh = fields.String(required=True, error_messages=_WORDS)
    auth = fields.String(required=True, error_messages=_WORDS)


class SubscribeSchema(_BrowserSchema):
    """What `PushSubscription.toJSON()` gives in a browser."""

    endpoint = fields.String(required=True, error_messages=_WORDS)
    keys = fields.Nested(_KeysSchema, required=True, error_messages=_WORDS)


class UnsubscribeSchema(_BrowserSchema):
    """The browser's subscription that ends."""

    endpoint = fields.String(required=True, error_messages=_WORDS)


class LockScreenSchema(HiveSchema):
    """How much a notification may show."""

    detail = fields.Enum(
        LockScreenDetail,
        by_value=True,
        required=True,
        error_messages=dict.fromkeys(("required", "null", "unknown"), CHOOSE),
    )


def subscription_json(subscription_id: int) -> dict[str, Any]:
    """What the browser is told about its subscription."""
    return {"id": subscription_id}
