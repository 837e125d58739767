"""Who decides what for a child: to read, to ask, to write down."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import access
from app.core.errors import NotAllowed, NotFound
from app.core.web import Form, page
from app.families import policy, services
from app.families.lights import light_of, who_decides
from app.families.models import (
    AuthorityEntry,
    AuthorityKind,
    AuthorityQuestion,
    Child,
    Decider,
    LookedAt,
)
from app.families.queries import (
    authority_entries,
    authority_history,
    child_for,
    home_of,
    last_answered,
    open_question,
    open_questions,
    questions_for,
    social_worker_to_ask,
)
from app.families.schemas.authority import AuthoritySchema
from app.families.views.blueprint import blueprint

#: In the address after a decision was written down, and after one that answered a question.
_SAVED, _ANSWERED = "saved", "answered"


@blueprint.get("/children/<int:child_id>/authority")
@access.signed_in
def show_authority(child_id: int) -> Response:
    """Each kind of decision with its light, who said so and when, and what was said before."""
    actor = access.actor()
    child = services.look_at_child(actor=actor, child_id=child_id, thing=LookedAt.AUTHORITY)
    home = home_of(child)
    is_own = policy.lives_in(actor, home)
    said = authority_entries(child)
    questions = open_questions(child)
    return page(
        "families/authority.html",
        child=child,
        home=home,
        rows=[
            {
                "kind": kind,
                "entries": said.get(kind, []),
                "light": light_of(_newest(said.get(kind))),
                "words": who_decides(_newest(said.get(kind)), is_own=is_own),
                "question": questions.get(kind),
            }
            for kind in AuthorityKind
        ],
        asks=who_is_asked(child),
        done=_done(child),
        next_question=_next_question(),
        is_own=is_own,
        may_ask=policy.can_ask_who_decides(actor, home),
        may_set=policy.can_set_authority(actor, home),
        who_decides=who_decides,
    )


@blueprint.route("/children/<int:child_id>/authority/<kind>", methods=["GET", "POST"])
@access.signed_in
def set_authority(child_id: int, kind: str) -> AnyResponse:
    """Write down who decides about one kind of thing."""
    actor = access.actor()
    about = _kind(kind)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(AuthoritySchema())
            was_asked = open_question(child_for(actor, child_id), about) is not None
            services.set_authority(actor=actor, child_id=child_id, kind=about, **data)
            after = _ANSWERED if was_asked else _SAVED
            url = url_for("families.show_authority", child_id=child_id, after=after)
            return redirect(url, 303)
    child = services.look_at_child(actor=actor, child_id=child_id, thing=LookedAt.AUTHORITY)
    if not policy.can_set_authority(actor, home_of(child)):
        raise NotAllowed("Your social worker or support worker writes down who decides.")
    return page(
        "families/set_authority.html",
        child=child,
        home=home_of(child),
        kind=about,
        form=form,
        deciders=[(each.value, each.label) for each in Decider],
        history=authority_history(child, about),
        question=open_question(child, about),
        is_supervisor=policy.supervises(actor, home_of(child)),
        who_decides=who_decides,
    )


@blueprint.post("/children/<int:child_id>/authority/<kind>/ask")
@access.signed_in
def ask_authority(child_id: int, kind: str) -> AnyResponse:
    """Ask the social worker who decides."""
    services.ask_authority(actor=access.actor(), child_id=child_id, kind=_kind(kind))
    return redirect(url_for("families.show_authority", child_id=child_id, _anchor=kind), 303)


def _kind(kind: str) -> AuthorityKind:
    try:
        return AuthorityKind(kind)
    except ValueError:
        raise NotFound() from None


def _newest(entries: list[AuthorityEntry] | None) -> AuthorityEntry | None:
    return entries[0] if entries else None


def _done(child: Child) -> str | None:
    """What the page says after something was written down, from the word in its address."""
    after = request.args.get("after")
    answered = last_answered(child) if after == _ANSWERED else None
    if answered is not None:
        return f"Written down. {answered.asked_by.first_name} has been told."
    return "Saved." if after in (_SAVED, _ANSWERED) else None


def _next_question() -> AuthorityQuestion | None:
    """After an answer, the next question that waits for the reader."""
    if request.args.get("after") != _ANSWERED:
        return None
    return next(iter(questions_for(access.actor())), None)


def who_is_asked(child: Child) -> str:
    """The first name of the social worker, or who is asked instead, as the reader would say it."""
    actor = access.actor()
    found = social_worker_to_ask(home_of(child))
    if found is None:
        return "you" if policy.leads_hive_of(actor, home_of(child)) else "your support worker"
    return "you" if found.id == actor.id else found.first_name
