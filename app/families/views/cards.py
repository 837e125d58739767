"""The care card: to read, to write, to print; and the child's own half of it."""

from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import access, clock
from app.core.errors import NotAllowed
from app.core.web import Form, page
from app.families import policy, services
from app.families.models import AboutMe, CareNote, CareSection, Child, Face, LookedAt, Thing
from app.families.models.care import NONE_KNOWN
from app.families.phones import with_phone_links
from app.families.queries import (
    about_me,
    care_check,
    care_notes,
    child_for,
    home_of,
    is_due,
)
from app.families.schemas.cards import LONGEST, read_about_me, read_card
from app.families.views.blueprint import blueprint

#: What a card says after something was done, by the word in its address.
_DONE = {"saved": "Saved.", "checked": "Thank you, noted today."}
_WORDS = ("likes", "dislikes", "good_at", "helps")


@blueprint.app_template_filter("phone_links")
def phone_links(text: str) -> str:
    """A text in which phone numbers can be tapped."""
    return with_phone_links(text)


@blueprint.get("/children/<int:child_id>/care-card")
@access.signed_in
def show_card(child_id: int) -> Response:
    """What somebody who looks after this child must know."""
    after = request.args.get("after", "")
    return page(
        "families/care_card.html",
        done=_DONE.get(after),
        # Said beside the child's own half, which is where the page opens.
        done_about=_DONE["saved"] if after == "told" else None,
        **_card(child_id),
    )


@blueprint.get("/children/<int:child_id>/care-card/print")
@access.signed_in
def print_card(child_id: int) -> Response:
    """The same on one sheet of paper."""
    card = _card(child_id)
    about = card["about"]
    written = [note.text for note in card["notes"].values()]
    written += [getattr(about, name) for name in _WORDS] if about else []
    return page("families/print_card.html", length=sum(map(len, written)), **card)


@blueprint.post("/children/<int:child_id>/care-card/checked")
@access.signed_in
def check_card(child_id: int) -> AnyResponse:
    """Say that the card is all still right."""
    services.check_card(actor=access.actor(), child_id=child_id)
    return redirect(url_for("families.show_card", child_id=child_id, after="checked"), 303)


@blueprint.route("/children/<int:child_id>/care-card/edit", methods=["GET", "POST"])
@access.signed_in
def edit_card(child_id: int) -> AnyResponse:
    """Write the card, all of it on one page."""
    child = _child_to_write(child_id)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            texts, seen = read_card(form.values)
            services.save_card(actor=access.actor(), child_id=child_id, texts=texts, seen=seen)
            return redirect(url_for("families.show_card", child_id=child_id, after="saved"), 303)
    notes = care_notes(child)
    return page(
        "families/edit_card.html",
        child=child,
        form=form,
        sections=[_field(section, form, notes.get(section)) for section in CareSection],
        longest=LONGEST,
    )


@blueprint.route("/children/<int:child_id>/about-me", methods=["GET", "POST"])
@access.signed_in
def edit_about_me(child_id: int) -> AnyResponse:
    """The child's own half, filled in together with the carer."""
    child = _child_to_write(child_id)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            texts, faces = read_about_me(form.values)
            services.save_about_me(
                actor=access.actor(),
                child_id=child_id,
                texts=texts,
                faces=faces,
                seen=_seen(form.values),
            )
            url = url_for("families.show_card", child_id=child_id, after="told", _anchor="about")
            return redirect(url, 303)
    before = about_me(child)
    theirs = _show_current(form, before)
    return page(
        "families/about_me.html",
        child=child,
        form=form,
        theirs=theirs,
        things=list(Thing),
        faces=list(Face),
        longest=LONGEST,
    )


def _card(child_id: int) -> dict[str, Any]:
    actor = access.actor()
    child = services.look_at_child(actor=actor, child_id=child_id, thing=LookedAt.CARE_CARD)
    notes = {section: note for section, note in care_notes(child).items() if note.text}
    check = care_check(child)
    return {
        "child": child,
        "home": home_of(child),
        "sections": list(CareSection),
        "notes": notes,
        "check": check,
        "is_due": is_due(check),
        "is_checked_today": check is not None and check.checked_on == clock.today(),
        "none_known": list(NONE_KNOWN.values()),
        "about": about_me(child),
        "may_write": policy.can_write_card(actor, home_of(child)),
    }


def _child_to_write(child_id: int) -> Child:
    child = child_for(access.actor(), child_id)
    if not policy.can_write_card(access.actor(), home_of(child)):
        raise NotAllowed("A care card is written by the carers the child lives with.")
    return child


def _field(section: CareSection, form: Form, note: CareNote | None) -> dict[str, Any]:
    """A section as its form shows it: what is there, or what was typed and refused.

    Where another carer has written meanwhile, their words stand beside, and the next save is one
    that has seen them.
    """
    text = note.text if note else ""
    mark = services.fingerprint(text)
    none_known = NONE_KNOWN.get(section)
    if not form.errors:
        is_none = none_known is not None and text == none_known
        return {
            "section": section,
            "text": "" if is_none else text,
            "seen": mark,
            "none_known": none_known,
            "is_none": is_none,
            "theirs": None,
        }
    seen = form.value(f"seen_{section}")
    is_clash = form.error(section.value) is not None and seen != mark
    return {
        "section": section,
        "text": form.value(section.value),
        "seen": mark if is_clash else seen,
        "none_known": none_known,
        "is_none": bool(form.value(f"none_{section}")),
        "theirs": note if is_clash else None,
    }


def _seen(given: dict[str, Any]) -> dict[str, str]:
    """The fingerprints of what stood in the form at first, by the field's name."""
    return {
        name.removeprefix("seen_"): str(mark)
        for name, mark in given.items()
        if name.startswith("seen_")
    }


def _show_current(form: Form, before: AboutMe | None) -> dict[str, str]:
    """Put what is there into a fresh form; into a refused one, what another carer wrote beside."""
    now = {name: getattr(before, name) if before else "" for name in _WORDS}
    pointed = before.pointed_at if before else {}
    now |= {f"face_{thing}": pointed[thing].value if thing in pointed else "" for thing in Thing}
    theirs: dict[str, str] = {}
    for name, value in now.items():
        mark = services.fingerprint(value)
        if not form.errors:
            form.values[name], form.values[f"seen_{name}"] = value, mark
        elif form.error(name) and form.value(f"seen_{name}") != mark:
            theirs[name], form.values[f"seen_{name}"] = value, mark
    return theirs
