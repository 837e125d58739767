"""Afterwards: how it was, in three words and a face, and a thank-you to the hosts."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import access
from app.core.web import Form, page
from app.events import policy
from app.events.models import Feeling
from app.events.queries import event_for
from app.events.queries.words import (
    Told,
    can_say_words,
    has_thanked,
    own_told,
    own_words,
    word_picture,
)
from app.events.schemas.words import WordsSchema
from app.events.services.saying import say_words, thank_hosts
from app.events.views.blueprint import blueprint


@blueprint.get("/events/<int:event_id>/words")
@access.signed_in
def show_words(event_id: int) -> Response:
    """How it was for one's own, and for those who host what everybody said."""
    actor = access.actor()
    event = event_for(actor, event_id)
    own = own_words(actor, event)
    hosts = [host for host in event.hosts if host.id != actor.id]
    return page(
        "events/words.html",
        event=event,
        own=own,
        can_say=can_say_words(event),
        hosts=hosts if own else [],
        has_thanked=bool(own) and has_thanked(actor, event),
        picture_of=word_picture(event) if policy.can_host(actor, event) else None,
    )


@blueprint.route("/events/<int:event_id>/words/<int:sign_up_id>", methods=["GET", "POST"])
@access.signed_in
def tell_words(event_id: int, sign_up_id: int) -> AnyResponse:
    """A face and up to three words of one who was there; a child's are told by the child."""
    actor = access.actor()
    event = event_for(actor, event_id)
    told = own_told(actor, event, sign_up_id)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(WordsSchema())
            feeling = data.pop("feeling")
            words = [word for word in data.values() if word]
            say_words(
                actor=actor,
                event_id=event_id,
                sign_up_id=sign_up_id,
                feeling=feeling,
                words=words,
            )
            return redirect(url_for("events.show_words", event_id=event_id), 303)
    return page(
        "events/words_tell.html",
        event=event,
        told=told,
        form=form if form.errors else _said(told),
        feelings=list(Feeling),
        can_say=can_say_words(event),
    )


@blueprint.post("/events/<int:event_id>/thank-hosts")
@access.signed_in
def thank(event_id: int) -> AnyResponse:
    """Say thank you to those who hosted."""
    thank_hosts(actor=access.actor(), event_id=event_id)
    return redirect(url_for("events.show_words", event_id=event_id), 303)


def _said(told: Told) -> Form:
    if told.words is None:
        return Form()
    names = ("first", "second", "third")
    return Form({"feeling": told.words.feeling.value} | dict(zip(names, told.said, strict=False)))
