"""Searching the rooms one reads.

What somebody looks for may be a child's name, so it never stands in an address: the form is
posted, the words go into the session's cookie (encrypted, the last few, until signing out), and
the page with the hits is opened under a number that says nothing. That page can be reloaded, and
gone back to from a message, without the browser asking about sending a form again.
"""

import secrets

from cryptography.fernet import InvalidToken
from flask import Response, redirect, request, session, url_for
from marshmallow import fields, validate
from werkzeug.wrappers import Response as AnyResponse

from app.chat import queries, search
from app.chat.room_words import name_for
from app.chat.views import blueprint
from app.core import access
from app.core.crypto import key_ring
from app.core.errors import Invalid
from app.core.schemas import HiveSchema, PlainText
from app.core.web import Form, page

_KEPT = "searches"
#: A cookie takes 4,000 letters; older ones are looked for again.
_MOST_KEPT = 2
_TOO_SHORT = "Write a word of at least two letters."


class SearchSchema(HiveSchema):
    """What to look for, and in which room alone."""

    words = PlainText(missing="Write what to look for.", longest=search.LONGEST)
    room = fields.Integer(load_default=None, validate=validate.Range(1, 2**31 - 1))


@blueprint.get("/chat/search")
@access.signed_in
def show_search() -> Response:
    """The field to search with; with `?of=…` what was found, `&before=N` for earlier hits."""
    words = _remembered(request.args.get("of", ""))
    return _search_page(Form({"words": words}), words)


@blueprint.post("/chat/search")
@access.signed_in
def search_messages() -> AnyResponse:
    """Look for words."""
    form = Form.submitted()
    with form.showing_errors():
        wanted = form.load(SearchSchema())
        if search.Typed.read(wanted["words"]).is_too_short:
            raise Invalid({"words": _TOO_SHORT})
        of = _remember(wanted["words"])
        return redirect(url_for("chat.show_search", of=of, room=wanted["room"]), 303)
    return _search_page(form, "")


def _search_page(form: Form, words: str) -> Response:
    actor = access.actor()
    room_id, before = _number("room"), _number("before")
    room = queries.room_for(actor, room_id) if room_id else None
    hits, has_more = queries.search_messages(actor, words, room=room, before=before)
    return page(
        "chat/search.html",
        form=form,
        words=words,
        hits=hits,
        has_more=has_more,
        before=before,
        earliest=min((hit.message.id for hit in hits), default=None),
        of=request.args.get("of"),
        room=room,
        room_name=name_for(room, queries.other_in(room, actor)) if room else None,
        longest=search.LONGEST,
    )


def _number(name: str) -> int | None:
    """What the address or the form says for `name`, if that can be the number of something."""
    found = request.values.get(name, type=int)
    return found if found is not None and 0 < found < 2**31 else None


def _remember(words: str) -> str:
    """Keep `words` in the session; under which number."""
    number = secrets.token_urlsafe(6)
    kept = [*session.get(_KEPT, []), [number, key_ring().encrypt(words)]]
    session[_KEPT] = kept[-_MOST_KEPT:]
    return number


def _remembered(number: str) -> str:
    for kept, token in session.get(_KEPT, []):
        if kept == number:
            try:
                return key_ring().decrypt(token)
            except InvalidToken:  # the keys have changed since
                return ""
    return ""
