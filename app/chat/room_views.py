"""Pages about rooms: whom to write to, who reads along, muting, confirming news."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.chat import policy, queries, room_schemas, room_words, services
from app.chat.models import Room
from app.chat.room_facts import facts_of
from app.chat.views import blueprint
from app.core import access
from app.core.errors import NotAllowed
from app.core.web import Form, page

#: How many people a page shows to choose from; a name finds the others.
PEOPLE_SHOWN = 40


@blueprint.app_template_filter("called")
def called(room: Room) -> str:
    """What a room is called for whoever asks: a direct room by the name of the other."""
    return room_words.name_for(room, queries.other_in(room, access.actor()))


@blueprint.get("/chat/new")
@access.signed_in
def start_conversation() -> Response:
    """Write to one person, or make a group; `?q=` for those of a name."""
    actor = access.actor()
    words = room_schemas.LookingForSchema().load_or_invalid(request.args)["q"]
    found = queries.people_to_write_to(actor, words, limit=PEOPLE_SHOWN + 1)
    return page(
        "chat/new.html",
        q=words,
        people=found[:PEOPLE_SHOWN],
        has_more=len(found) > PEOPLE_SHOWN,
        hives=queries.hives_for_groups(actor),
    )


@blueprint.post("/chat/direct")
@access.signed_in
def open_direct() -> AnyResponse:
    """Go to the direct room with somebody."""
    data = room_schemas.PersonSchema().load_or_invalid(request.form)
    room = services.open_direct(actor=access.actor(), person_id=data["person_id"])
    return redirect(url_for("chat.show_room", room_id=room.id), 303)


@blueprint.get("/chat/rooms/<int:room_id>/people")
@access.signed_in
def show_people(room_id: int) -> Response:
    """Who can read what is written in a room, and what can be done about it."""
    actor = access.actor()
    room = queries.room_for(actor, room_id)
    muted_until = queries.muted_until(actor, room)
    return page("chat/people.html", room=room, muted_until=muted_until, **facts_of(room, actor))


@blueprint.route("/chat/rooms/<int:room_id>/mute", methods=["GET", "POST"])
@access.signed_in
def mute_room(room_id: int) -> AnyResponse:
    """Choose for how long I want no notices of a room."""
    actor = access.actor()
    room = queries.room_for(actor, room_id)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            services.mute(actor=actor, room_id=room_id, **form.load(room_schemas.MuteSchema()))
            return redirect(url_for("chat.show_room", room_id=room_id), 303)
    return page(
        "chat/mute.html",
        room=room,
        form=form,
        name=called(room),
        choices=[(each.value, each.label) for each in services.MuteFor],
        muted_until=queries.muted_until(actor, room),
        for_good=services.FOR_GOOD,
    )


@blueprint.post("/chat/rooms/<int:room_id>/unmute")
@access.signed_in
def unmute_room(room_id: int) -> AnyResponse:
    """Have notices of a room again."""
    services.unmute(actor=access.actor(), room_id=room_id)
    return redirect(url_for("chat.show_room", room_id=room_id), 303)


@blueprint.post("/chat/rooms/<int:room_id>/messages/<int:seq>/confirm")
@access.signed_in
def confirm_message(room_id: int, seq: int) -> AnyResponse:
    """I have read this."""
    services.confirm_read(actor=access.actor(), room_id=room_id, seq=seq)
    return redirect(url_for("chat.show_room", room_id=room_id, _anchor=f"message-{seq}"), 303)


@blueprint.get("/chat/rooms/<int:room_id>/messages/<int:seq>/confirmations")
@access.signed_in
def list_confirmations(room_id: int, seq: int) -> Response:
    """Who has confirmed an announcement and who has not; for those who write the news."""
    actor = access.actor()
    room = queries.room_for(actor, room_id)
    message = queries.message_for(actor, room_id, seq)
    if not policy.can_see_who_confirmed(actor, message, room):
        raise NotAllowed("The support workers of this Hive see who has read its news.")
    reminder = queries.last_reminder(message)
    return page(
        "chat/confirmations.html",
        room=room,
        message=message,
        confirmed=queries.confirmed(message, room),
        reminder=reminder,
        can_remind=policy.can_remind_again(reminder),
        is_done="reminded" in request.args,
    )


@blueprint.post("/chat/rooms/<int:room_id>/messages/<int:seq>/remind")
@access.signed_in
def remind_of_message(room_id: int, seq: int) -> AnyResponse:
    """Remind those who have not confirmed."""
    services.remind_to_confirm(actor=access.actor(), room_id=room_id, seq=seq)
    return redirect(url_for("chat.list_confirmations", room_id=room_id, seq=seq, reminded=1), 303)
