"""What waits for somebody's yes."""

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.bookings import services
from app.bookings.models import YesKind
from app.bookings.queries.yeses import yes_for, yeses_for
from app.bookings.schemas.answering import YesSchema
from app.bookings.views.blueprint import blueprint
from app.core import access
from app.core.roles import Role
from app.core.web import Form, page

_WORKERS = (Role.SOCIAL_WORKER, Role.SUPPORT_WORKER, Role.MANAGER)


@blueprint.get("/bookings/asked")
@access.roles(*_WORKERS)
def list_asked() -> Response:
    """What waits for my yes, the soonest stay first. A manager is shown homes, never a child."""
    return _page(Form())


@blueprint.post("/bookings/asked/<int:yes_id>")
@access.roles(*_WORKERS)
def answer_asked(yes_id: int) -> AnyResponse:
    """Say yes or no."""
    actor = access.actor()
    yes_for(actor, yes_id)
    form = Form.submitted()
    form.values["yes_id"] = yes_id
    with form.showing_errors():
        data = form.load(YesSchema())
        services.say_yes(
            actor=actor, yes_id=yes_id, is_yes=data["answer"] == "yes", why=data["why"]
        )
        return redirect(url_for("bookings.list_asked"), 303)
    return _page(form)


def _page(form: Form) -> Response:
    asked = yeses_for(access.actor())
    return page(
        "bookings/asked.html",
        asked=[(each, each.kind is YesKind.LIMIT) for each in asked],
        form=form,
    )
