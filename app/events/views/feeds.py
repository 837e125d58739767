"""What is on in a phone's own calendar: a private address to subscribe to, or one event."""

import hashlib
from collections.abc import Sequence
from functools import partial

from flask import Response, current_app, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.browser import this_network
from app.accounts.models import Person
from app.core import access, clock
from app.core.errors import NotFound
from app.core.off_loop import off_loop
from app.core.wall_times import midnight_before
from app.core.web import page
from app.core.words import local_day
from app.events import feed_links
from app.events.feed_text import FORM, MIMETYPE, calendar_text
from app.events.models import EventState
from app.events.other_dates import OtherDate, other_dates
from app.events.queries import event_for
from app.events.queries.feeds import events_in_feed, feed_begins, feed_of, marks_of_feed
from app.events.services import feeds
from app.events.views.blueprint import blueprint

_DONE = {
    "made": "Your link is ready.",
    "renewed": "You have a new link. The old one does not work any more.",
    "off": "The link is turned off. Calendars that had it get nothing new.",
}
_NOBODYS = "This calendar link does not work any more. Make a new one in Hive, under Events."


@blueprint.get("/calendar/<token>.ics")
@access.public
def read_feed(token: str) -> AnyResponse:
    """Somebody's feed, for whoever has its address: what is on, and nothing about children."""
    person = feeds.person_with_feed(token_hash=feed_links.hash_of(token), network=this_network())
    if person is None:
        raise NotFound(_NOBODYS)
    others = other_dates().in_feed(person, feed_begins())
    response = _marked(person, others)
    if _is_known(response):
        response.status_code = 304
    else:
        # Everything is loaded by now. A long calendar takes half a second to write.
        events = events_in_feed(person)
        write = partial(calendar_text, events, base_url=_base_url(), others=others)
        response.set_data(off_loop(write))
    # Phones ask again each time; what has not changed is answered with "the same".
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/events/feed")
@access.signed_in
def show_feed() -> Response:
    """The page on which one gets a link for the phone's own calendar."""
    feed = feed_of(access.actor())
    link = feed_links.link_of(feed) if feed else None
    return page(
        "events/feed.html",
        feed=feed,
        link=link,
        # A calendar app answers this address and not the browser.
        subscribe_url="webcal" + link[link.index(":") :] if link else None,
        done=_DONE.get(request.args.get("after", "")),
    )


@blueprint.post("/events/feed")
@access.signed_in
def make_feed() -> AnyResponse:
    """Make the link, or a new one in place of the old."""
    actor = access.actor()
    after = "renewed" if feed_of(actor) else "made"
    feeds.make_feed(
        actor=actor,
        hash_for=lambda person_id, moment: feed_links.hash_of(
            feed_links.token_of(person_id, moment)
        ),
    )
    return redirect(url_for("events.show_feed", after=after), 303)


@blueprint.post("/events/feed/turn-off")
@access.signed_in
def turn_off_feed() -> AnyResponse:
    """Let the link answer no more."""
    feeds.turn_off_feed(actor=access.actor())
    return redirect(url_for("events.show_feed", after="off"), 303)


@blueprint.get("/events/<int:event_id>/calendar.ics")
@access.signed_in
def download_event(event_id: int) -> Response:
    """One event, for the phone's own calendar."""
    event = event_for(access.actor(), event_id)
    if event.state is EventState.DRAFT:
        raise NotFound("This event is a draft. Open it for everybody first.")
    response = make_response(calendar_text([event], base_url=_base_url()))
    response.mimetype = MIMETYPE
    response.headers["Content-Disposition"] = 'attachment; filename="hive-event.ics"'
    return response


def _marked(person: Person, others: Sequence[OtherDate]) -> Response:
    """An answer without its text, with what tells whether it has changed."""
    marks = [
        *((str(event_id), at) for event_id, at in marks_of_feed(person)),
        *((f"{each.key} {each.sequence} {each.title}", each.changed_at) for each in others),
    ]
    said = f"{FORM} {_base_url()} {[(each, at.timestamp()) for each, at in marks]}"
    response = make_response()
    response.mimetype = MIMETYPE
    response.set_etag(hashlib.sha256(said.encode()).hexdigest()[:32])
    # What goes out of a feed leaves no date behind: for calendars that send no ETag back, each
    # day counts as changed.
    today = midnight_before(local_day(clock.now()))
    response.last_modified = max([today, *(at for _, at in marks)])
    return response


def _is_known(response: Response) -> bool:
    """Whether whoever asks has this already, so that it need not be written."""
    if known := request.if_none_match.as_set(include_weak=True):
        # Packed, the text went out with ":br" or ":gzip" behind its mark.
        return (response.get_etag()[0] or "") in {each.split(":")[0] for each in known}
    since, changed = request.if_modified_since, response.last_modified
    return since is not None and changed is not None and changed <= since


def _base_url() -> str:
    url: str = current_app.extensions["hive_config"].base_url
    return url
