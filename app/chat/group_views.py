"""Pages of groups: making one, who is in it, its name, leaving and closing it."""

import uuid

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Person
from app.chat import policy, queries, room_schemas, services
from app.chat.models import Room
from app.chat.readers import reader_ids_of
from app.chat.views import blueprint
from app.core import access
from app.core.errors import NotAllowed
from app.core.web import Form, page
from app.hives.queries import hive_for


@blueprint.route("/chat/hives/<int:hive_id>/new-group", methods=["GET", "POST"])
@access.signed_in
def make_group(hive_id: int) -> AnyResponse:
    """Make a group of people of a Hive."""
    actor = access.actor()
    hive = hive_for(actor, hive_id)
    if not policy.can_make_group(actor, hive):
        raise NotAllowed("Carers and support workers of this Hive make groups. Ask one.")
    form = _with_people()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(room_schemas.GroupSchema())
            room, _ = services.make_group(actor=actor, hive_id=hive_id, **data)
            return redirect(url_for("chat.show_room", room_id=room.id), 303)
    return page(
        "chat/new_group.html",
        form=form,
        hive=hive,
        people=queries.people_for_group(hive.id, without=[actor.id]),
        new_client_id=form.value("client_id") or uuid.uuid4(),
        longest=room_schemas.LONGEST_NAME,
    )


@blueprint.route("/chat/rooms/<int:room_id>/people/add", methods=["GET", "POST"])
@access.signed_in
def add_people(room_id: int) -> AnyResponse:
    """Add people to a group."""
    room = _group_to_change(room_id)
    form = _with_people()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(room_schemas.PeopleSchema())
            services.add_people(
                actor=access.actor(), room_id=room_id, people_ids=data["people_ids"]
            )
            return redirect(url_for("chat.show_people", room_id=room_id), 303)
    people = queries.people_for_group(room.hive_id or 0, without=reader_ids_of(room))
    return page("chat/add_people.html", form=form, room=room, people=people)


@blueprint.post("/chat/rooms/<int:room_id>/people/<int:person_id>/remove")
@access.signed_in
def remove_person(room_id: int, person_id: int) -> AnyResponse:
    """Take somebody out of a group."""
    services.remove_person(actor=access.actor(), room_id=room_id, person_id=person_id)
    return redirect(url_for("chat.show_people", room_id=room_id), 303)


@blueprint.route("/chat/rooms/<int:room_id>/rename", methods=["GET", "POST"])
@access.signed_in
def rename_group(room_id: int) -> AnyResponse:
    """Give a group another name."""
    room = _group_to_change(room_id)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(room_schemas.GroupNameSchema())
            services.rename_group(actor=access.actor(), room_id=room_id, name=data["name"])
            return redirect(url_for("chat.show_people", room_id=room_id), 303)
    else:
        form.values["name"] = room.name
    return page("chat/rename_group.html", form=form, room=room, longest=room_schemas.LONGEST_NAME)


@blueprint.route("/chat/rooms/<int:room_id>/leave", methods=["GET", "POST"])
@access.signed_in
def leave_group(room_id: int) -> AnyResponse:
    """Say what leaving means, then do it: one is let in again only by others."""
    room = queries.group_for(access.actor(), room_id)
    if request.method == "POST":
        services.leave_group(actor=access.actor(), room_id=room_id)
        return redirect(url_for("chat.list_rooms"), 303)
    is_last = len(reader_ids_of(room)) == 1
    return page("chat/leave_group.html", room=room, is_last=is_last)


@blueprint.route("/chat/rooms/<int:room_id>/close", methods=["GET", "POST"])
@access.signed_in
def close_group(room_id: int) -> AnyResponse:
    """Say what closing means, then do it: it can't be undone."""
    room = _group_to_change(room_id)
    if request.method == "POST":
        services.close_group(actor=access.actor(), room_id=room_id)
        return redirect(url_for("chat.show_room", room_id=room_id), 303)
    return page("chat/close_group.html", room=room)


def _group_to_change(room_id: int) -> Room:
    actor: Person = access.actor()
    room = queries.group_for(actor, room_id)
    if not policy.can_look_after_group(actor, room):
        raise NotAllowed(services.NOT_YOURS)
    return room


def _with_people() -> Form:
    form = Form.submitted()
    form.values["people_ids"] = request.form.getlist("people_ids")
    return form
