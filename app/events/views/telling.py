"""Telling a room about an event: its name, when and where, and the way to its page."""

import uuid

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.chat import policy as chat_policy
from app.chat.models import RoomKind
from app.chat.queries import room_for, room_summaries
from app.chat.services import send_message
from app.core import access
from app.core.errors import NotAllowed
from app.core.web import Form, page
from app.events import words
from app.events.models import Event, EventState
from app.events.queries import event_for
from app.events.schemas.telling import TellSchema
from app.events.views.blueprint import blueprint


@blueprint.route("/events/<int:event_id>/tell", methods=["GET", "POST"])
@access.signed_in
def tell_room(event_id: int) -> AnyResponse:
    """Choose the room, and say a word with it."""
    actor = access.actor()
    event = event_for(actor, event_id)
    if event.state is EventState.DRAFT:
        raise NotAllowed("Open this event first: nobody else can see a draft.")
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(TellSchema())
            room = room_for(actor, data["room_id"])
            send_message(
                actor=actor,
                room_id=room.id,
                client_id=data["client_id"],
                text=_told(event, data["word"]),
            )
            return redirect(url_for("chat.show_room", room_id=room.id, _anchor="newest"), 303)
    # With whom one may still talk one to one is asked once it is sent: each would be a query.
    rooms = [
        each
        for each in room_summaries(actor)
        if each.room.kind is RoomKind.DIRECT or chat_policy.can_send(actor, each.room)
    ]
    form.values.setdefault("client_id", str(uuid.uuid4()))
    return page("events/tell.html", event=event, form=form, rooms=rooms)


def _told(event: Event, word: str) -> str:
    base_url = current_app.extensions["hive_config"].base_url
    where = words.where(event)
    facts = [event.title, words.when(event), where, f"{base_url}/events/{event.id}"]
    return "\n".join(filter(None, [word, *facts]))
