"""The hosts of one's Hive; and a home as a child meets it before coming."""

from flask import Response, request

from app.bookings import policy
from app.bookings.hosting_words import house_of
from app.bookings.models import HomePicture
from app.bookings.queries.hosting import host_seen_by, hosts_seen_by, picture_of, pictures_of
from app.bookings.queries.hosts import host_homes
from app.bookings.views.blueprint import blueprint
from app.core import access
from app.core.uploads import kept_file
from app.core.web import page
from app.families.queries import carers_of

_MEDIA_TYPE = "image/webp"


@blueprint.get("/bookings/hosts")
@access.signed_in
def list_hosts() -> Response:
    """Who has children to stay, of one's Hives."""
    actor = access.actor()
    hosts = hosts_seen_by(actor)
    ids = [host.id for host in hosts]
    homes, pictures = host_homes(ids), pictures_of(ids)
    return page(
        "bookings/hosts.html",
        hosts=[
            {
                "host": host,
                "house": house_of(host),
                "carers": carers_of(host),
                "home": homes.get(host.id),
                "picture": next(iter(pictures[host.id]), None),
            }
            for host in hosts
        ],
    )


@blueprint.get("/bookings/hosts/<int:host_id>")
@access.signed_in
def show_host(host_id: int) -> Response:
    """Come and meet a home: for children, before they stay there."""
    actor = access.actor()
    host = host_seen_by(actor, host_id)
    return page(
        "bookings/hosts_meet.html",
        host=host,
        house=house_of(host),
        carers=carers_of(host),
        home=host_homes([host_id]).get(host_id),
        pictures=pictures_of([host_id])[host_id],
        can_keep_home=policy.can_keep_home(actor, host),
        can_keep_time=policy.can_keep_time(actor, host),
        is_saved=request.args.get("done") == "saved",
    )


@blueprint.get("/bookings/hosts/<int:host_id>/pictures/<int:picture_id>")
@access.signed_in
def show_picture(host_id: int, picture_id: int) -> Response:
    """A picture of a home."""
    return kept_file(_picture(host_id, picture_id).stored_name, _MEDIA_TYPE)


@blueprint.get("/bookings/hosts/<int:host_id>/pictures/<int:picture_id>/small")
@access.signed_in
def show_small_picture(host_id: int, picture_id: int) -> Response:
    """A picture of a home, as lists show it."""
    return kept_file(_picture(host_id, picture_id).thumb_name, _MEDIA_TYPE)


def _picture(host_id: int, picture_id: int) -> HomePicture:
    return picture_of(host_seen_by(access.actor(), host_id), picture_id)
