"""Home and More."""

from typing import Any

from flask import Blueprint, Response, current_app, request, url_for

from app.accounts.models import Person
from app.bookings.queries.home import bookings_for_home
from app.chat.queries import hive_room_summaries, news_to_confirm, reports_waiting
from app.core import access
from app.core.roles import Role
from app.core.web import page
from app.core.words import greeting, is_out_of_hours
from app.events.queries.home import events_for_home
from app.families.queries import (
    open_hives,
    open_offers_count,
    questions_for,
    spaces_in,
    supervised_households,
    waiting_count,
)
from app.hives.queries import people_of
from app.home.family import family_card
from app.invitations.queries import waiting_invitations
from app.notices.queries import is_push_on

blueprint = Blueprint("home", __name__)

#: How many faces a Hive's card shows.
FACES = 8


@blueprint.get("/")
@access.signed_in
def show() -> Response:
    """What needs me, who is there, whom to ring."""
    actor = access.actor()
    family = family_card(actor)
    leads = bool(actor.roles & {Role.SUPPORT_WORKER, Role.MANAGER})
    return page(
        "home/show.html",
        greeting=greeting(),
        hives=_hive_cards(actor),
        is_out_of_hours=is_out_of_hours(),
        helplines=helplines(),
        main_action=_main_action(actor, family),
        pending_invitations=waiting_invitations(actor) if leads else [],
        push_is_on=is_push_on(access.device()),
        family=family,
        events=events_for_home(actor),
        bookings=bookings_for_home(actor),
        questions=questions_for(actor),
        reports_waiting=reports_waiting(actor) if leads else 0,
        news_to_confirm=news_to_confirm(actor),
        households=_households(actor) if Role.SOCIAL_WORKER in actor.roles else [],
        county=_county() if Role.MANAGER in actor.roles else None,
        is_new="welcome" in request.args,
    )


@blueprint.get("/more")
@access.signed_in
def show_more() -> Response:
    """Settings, devices, sign out."""
    return page("home/more.html", done="Saved." if request.args.get("after") == "saved" else None)


def _hive_cards(actor: Person) -> list[dict[str, Any]]:
    summaries = hive_room_summaries(actor)
    people = people_of([each.hive.id for each in summaries if each.hive])
    cards = []
    for each in summaries:
        if each.hive is None:
            continue
        faces = list({one.person_id: one.person for one in people[each.hive.id]}.values())
        cards.append(
            {
                "hive": each.hive,
                "room_id": each.room.id,
                "unread": each.unread,
                "latest": each.latest,
                "members": faces[:FACES],
                "more": max(0, len(faces) - FACES),
            }
        )
    return cards


def _households(actor: Person) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "name": each.name,
            "hive": each.hive,
            "people": [one.person for one in each.members],
        }
        for each in supervised_households(actor)
    ]


def helplines() -> list[dict[str, str]]:
    """Whom to ring when the office is closed."""
    config = current_app.extensions["hive_config"]
    return [
        {
            "name": config.out_of_hours_name,
            "phone": config.out_of_hours_phone,
            "when": "Evenings, nights and weekends",
        },
        {"name": "FosterTalk helpline", "phone": "0121 758 5013", "when": "Day and night"},
    ]


def _main_action(actor: Person, family: dict[str, Any] | None) -> dict[str, Any] | None:
    own = [each for each in actor.current_memberships if each.hive_id is not None]
    led = [each for each in own if each.role is Role.SUPPORT_WORKER]
    if led:
        return {
            "label": "Invite somebody",
            "url": url_for("invitations.invite", hive_id=led[0].hive_id),
            "icon": "user-plus",
        }
    # Those who have children to stay say when; the others ask.
    if own and Role.LINK_CARER in actor.roles and family and family["household"].is_host:
        return {
            "label": "Say when you are free",
            "url": url_for("bookings.show_own_time"),
            "icon": "calendar",
        }
    if own and family and actor.roles & {Role.CARER, Role.LINK_CARER}:
        return {"label": "Ask for a sleepover", "url": url_for("bookings.ask"), "icon": "moon"}
    if own and actor.roles & {Role.CARER, Role.LINK_CARER}:
        return {
            "label": "Talk to your Hive",
            "url": url_for("chat.list_rooms"),
            "icon": "messages-square",
        }
    return None


def _county() -> dict[str, int] | None:
    """What needs a manager, in numbers; None before the first Hive is open."""
    hives = open_hives()
    if not hives:
        return None
    return {
        "hives": len(hives),
        "free": sum(spaces_in(hives).values()),
        "waiting": waiting_count(),
        "offers": open_offers_count(),
    }
