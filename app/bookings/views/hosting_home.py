"""A host tells of its home: words, and pictures."""

import uuid

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.bookings.hosting_words import house_of
from app.bookings.queries.hosting import own_host, picture_of, pictures_of
from app.bookings.queries.hosts import host_homes
from app.bookings.schemas import hosting as schemas
from app.bookings.services import home_pictures
from app.bookings.services import hosting_home as services
from app.bookings.views.blueprint import blueprint
from app.core import access
from app.core.uploads import posted_with_files
from app.core.web import Form, page

_DONE = {
    "saved": "It is saved.",
    "added": "The picture is added.",
    "said": "The words are saved.",
    "removed": "The picture is gone.",
}


@blueprint.route("/bookings/hosting/home", methods=["GET", "POST"])
@access.signed_in
def edit_home() -> AnyResponse:
    """Tell of one's home, for children who come."""
    actor, form = access.actor(), Form.submitted()
    host = own_host(actor)
    if request.method == "POST":
        with form.showing_errors():
            services.save_home(actor=actor, facts=form.load(schemas.HomeSchema()))
            return redirect(url_for("bookings.show_host", host_id=host.id, done="saved"), 303)
    elif home := host_homes([host.id]).get(host.id):
        form.values |= {
            name: "" if value is None else value
            for name in services.FACTS
            if (value := getattr(home, name)) is not False
        }
    return page("bookings/hosting_home.html", form=form, host=host, house=house_of(host))


@blueprint.route("/bookings/hosting/pictures", methods=["GET", "POST"])
@access.signed_in
def edit_pictures() -> AnyResponse:
    """The pictures of one's home: see them, add one."""
    actor, form = access.actor(), Form()
    own_host(actor)
    if request.method == "POST":
        with form.showing_errors():
            given = posted_with_files("file", most=schemas.MOST_BYTES, too_big=schemas.TOO_BIG)
            form.values = {name: request.form[name] for name in request.form}
            data = schemas.PictureSchema().load_or_invalid(given)
            home_pictures.add_picture(actor=actor, **data)
            return _to_pictures("added")
    host = own_host(actor)
    return page(
        "bookings/hosting_pictures.html",
        form=form,
        host=host,
        pictures=pictures_of([host.id])[host.id],
        most=home_pictures.MOST_PICTURES,
        new_client_id=uuid.uuid4(),
        done=_DONE.get(request.args.get("done", "")),
    )


@blueprint.post("/bookings/hosting/pictures/<int:picture_id>")
@access.signed_in
def caption_picture(picture_id: int) -> AnyResponse:
    """Say what is in a picture."""
    actor = access.actor()
    picture_of(own_host(actor), picture_id)
    data = Form.submitted().load(schemas.CaptionSchema())
    home_pictures.caption_picture(actor=actor, picture_id=picture_id, **data)
    return _to_pictures("said")


@blueprint.post("/bookings/hosting/pictures/<int:picture_id>/remove")
@access.signed_in
def remove_picture(picture_id: int) -> AnyResponse:
    """Take a picture away."""
    home_pictures.remove_picture(actor=access.actor(), picture_id=picture_id)
    return _to_pictures("removed")


def _to_pictures(done: str) -> AnyResponse:
    return redirect(url_for("bookings.edit_pictures", done=done), 303)
