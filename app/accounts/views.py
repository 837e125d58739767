"""Pages to sign in and out, to get back in without the password, and about oneself."""

from flask import Blueprint, Response, current_app, redirect, request, session, url_for
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from app.accounts import demo_people, jobs, queries, schemas, services
from app.accounts.browser import keep_signed_in, this_browser, this_network
from app.core import access
from app.core.web import Form, local_path, page

blueprint = Blueprint("accounts", __name__)

#: What the sign-in page says after something happened, by the word in its address.
_NOTICES = {
    "signed-out": "You are signed out. Nothing of yours is left on this phone.",
    "ended": "You have been signed out. Sign in again to go on.",
}


@blueprint.route("/sign-in", methods=["GET", "POST"])
@access.public
def sign_in() -> AnyResponse:
    """Sign in; a demo also lists its people here."""
    going_to = local_path(request.values.get("next"))
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(schemas.SignInSchema())
            before = access.device() if current_user.is_authenticated else None
            device = services.sign_in(
                **data, device_name=this_browser(), network=this_network(), replacing=before
            )
            keep_signed_in(device)
            return redirect(going_to or url_for("home.show"), 303)
    elif current_user.is_authenticated:
        return redirect(going_to or url_for("home.show"), 303)
    is_demo = current_app.extensions["hive_config"].demo
    return page(
        "accounts/sign_in.html",
        form=form,
        next=going_to,
        notice=_NOTICES.get(request.args.get("after", "")),
        demo_people=demo_people.listed() if is_demo else [],
        demo_password=demo_people.PASSWORD if is_demo else None,
    )


@blueprint.post("/sign-out")
@access.public
def sign_out() -> AnyResponse:
    """End this device's sign-in. Works twice, and also when the sign-in has ended."""
    if current_user.is_authenticated:
        services.sign_out(access.device())
    logout_user()
    session.clear()
    response = redirect(url_for("accounts.sign_in", after="signed-out"), 303)
    # Kept pages, waiting words and the push subscription go too, even without our scripts.
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
@access.public
def ask_code() -> AnyResponse:
    """Ask for a one-time code by e-mail."""
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(schemas.AskCodeSchema())
            person_id = services.person_to_send_code(email=data["email"], network=this_network())
            jobs.send_recovery_code.enqueue(person_id)
            session["code_for"] = data["email"]
            return redirect(url_for("accounts.use_code"), 303)
    return page("accounts/ask_code.html", form=form)


@blueprint.route("/forgotten-password/code", methods=["GET", "POST"])
@access.public
def use_code() -> AnyResponse:
    """Type the code and choose a new password."""
    form = Form.submitted()
    form.values.setdefault("email", session.get("code_for", ""))
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(schemas.UseCodeSchema())
            device = services.use_recovery_code(
                **data, device_name=this_browser(), network=this_network()
            )
            keep_signed_in(device)
            return redirect(url_for("home.show"), 303)
    return page("accounts/use_code.html", form=form)


@blueprint.get("/devices")
@access.signed_in
def list_devices() -> Response:
    """Where I am signed in."""
    this = access.device()
    devices = [
        {
            "id": device.id,
            "name": device.name,
            "created_at": device.created_at,
            "last_seen_at": device.last_seen_at,
            "is_this": device.id == this.id,
        }
        for device in queries.devices_of(access.actor())
    ]
    return page("accounts/devices.html", devices=devices)


@blueprint.post("/devices/<int:device_id>/sign-out")
@access.signed_in
def sign_out_device(device_id: int) -> AnyResponse:
    """Sign out another of my devices."""
    services.sign_out_device(actor=access.actor(), device_id=device_id)
    return redirect(url_for("accounts.list_devices"), 303)


@blueprint.route("/me", methods=["GET", "POST"])
@access.signed_in
def edit_profile() -> AnyResponse:
    """How I am called and where I am rung."""
    actor = access.actor()
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            services.edit_profile(actor=actor, **form.load(schemas.ProfileSchema()))
            return redirect(url_for("home.show_more", after="saved"), 303)
    else:
        form.values.update(
            name=actor.name, phone=actor.phone or "", shows_online=actor.shows_online
        )
    return page("accounts/profile.html", form=form)
