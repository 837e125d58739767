"""The page of notification settings, and the browser's own subscribing."""

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import access
from app.core.web import Form, page
from app.notices import queries, schemas, services
from app.notices.push import current_push

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notifications")
@access.signed_in
def show_settings() -> Response:
    """Which of my devices take notifications, and what they may show."""
    return _settings_page(Form())


@blueprint.post("/notifications/lock-screen")
@access.signed_in
def set_lock_screen() -> AnyResponse:
    """Choose what a locked phone may show."""
    form = Form.submitted()
    with form.showing_errors():
        data = form.load(schemas.LockScreenSchema())
        services.set_lock_screen(actor=access.actor(), **data)
        return redirect(url_for("notices.show_settings"), 303)
    return _settings_page(form)


@blueprint.post("/notifications/<int:subscription_id>/remove")
@access.signed_in
def remove_subscription(subscription_id: int) -> AnyResponse:
    """Turn notifications off on one of my devices."""
    services.remove_subscription(actor=access.actor(), subscription_id=subscription_id)
    return redirect(url_for("notices.show_settings"), 303)


@blueprint.post("/api/v1/push-subscriptions")
@access.signed_in
def api_subscribe() -> tuple[Response, int]:
    """Take pushes on this device from now on: 201, or 200 if it did before."""
    data = schemas.SubscribeSchema().load_or_invalid(request.get_json())
    subscription, is_new = services.subscribe(
        actor=access.actor(),
        device=access.device(),
        endpoint=data["endpoint"],
        p256dh=data["keys"]["p256dh"],
        auth=data["keys"]["auth"],
    )
    return jsonify(schemas.subscription_json(subscription.id)), 201 if is_new else 200


@blueprint.delete("/api/v1/push-subscriptions")
@access.signed_in
def api_unsubscribe() -> tuple[str, int]:
    """Take no pushes on this device any more; works twice."""
    data = schemas.UnsubscribeSchema().load_or_invalid(request.get_json())
    services.unsubscribe(actor=access.actor(), endpoint=data["endpoint"])
    return "", 204


def _settings_page(form: Form) -> Response:
    this = access.device()
    subscriptions = [
        {
            "id": each.id,
            "device_name": each.device.name,
            "created_at": each.created_at,
            "last_sent_at": each.last_sent_at,
            "is_this": each.device_id == this.id,
        }
        for each in queries.subscriptions_of(access.actor())
    ]
    return page(
        "notices/settings.html",
        form=form,
        vapid_public_key=current_push().sender.public_key,
        is_on=any(each["is_this"] for each in subscriptions),
        is_turned_off=queries.is_push_turned_off(this),
        subscriptions=subscriptions,
        lock_screen_detail=access.actor().lock_screen_detail,
    )
