"""Who may use a route or socket event. Nothing is open unless it says so.

A view carries one of `public`, `signed_in` or `roles(...)`; an app with a view that carries
none does not start. Which *things* somebody sees is decided by the queries that fetch them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, current_app, g, request
from flask_login import current_user

from app.core.errors import NotAllowed, NotSignedIn
from app.core.roles import Role
from app.core.words import one_of

if TYPE_CHECKING:
    from app.accounts.models import Device, Person

View = TypeVar("View", bound=Callable[..., Any])

_DECLARED = "hive_access"


@dataclass(frozen=True)
class Access:
    """What a view demands: nothing, a sign-in, or one of some roles."""

    sign_in: bool
    roles: frozenset[Role] = frozenset()


PUBLIC = Access(sign_in=False)
SIGNED_IN = Access(sign_in=True)


def public(view: View) -> View:
    """Anybody may use this view, signed in or not."""
    return _declare(view, PUBLIC)


def signed_in(view: View) -> View:
    """Everybody who is signed in may use this view; what they see is scoped to them."""
    return _declare(view, SIGNED_IN)


def roles(*wanted: Role) -> Callable[[View], View]:
    """Only those who hold one of the `wanted` roles today may use this view."""

    def declare(view: View) -> View:
        return _declare(view, Access(sign_in=True, roles=frozenset(wanted)))

    return declare


def _declare(view: View, access: Access) -> View:
    setattr(view, _DECLARED, access)
    return view


def declared_on(view: Callable[..., Any]) -> Access | None:
    """What `view` declares, or None."""
    return getattr(view, _DECLARED, None)


def actor() -> "Person":
    """The person who asks; raises `NotSignedIn`."""
    return device().person


def device() -> "Device":
    """The signed-in device that asks; raises `NotSignedIn`."""
    if not current_user.is_authenticated:
        raise NotSignedIn()
    found: Device = current_user._get_current_object()
    return found


def actor_or_none() -> "Person | None":
    """The person who asks, or None when nobody is signed in."""
    return current_user.person if current_user.is_authenticated else None


def check(access: Access) -> None:
    """Raise `NotSignedIn` or `NotAllowed` unless whoever asks meets `access`."""
    if not access.sign_in:
        return
    asking = actor()
    if access.roles and not access.roles & asking.roles:
        who = one_of([f"{role.label.lower()}s" for role in Role if role in access.roles])
        raise NotAllowed(f"This page is for {who}. Go back to Home.")


def checked_event(handler: View) -> View:
    """Check a socket event as a route is checked, and anew for every event.

    Flask-SocketIO runs no `before_request` for events, and the session it hands over is a
    copy made at connect: the sign-in itself is looked up in the database each time.
    """
    access = declared_on(handler)
    if access is None:
        raise RuntimeError(f"{handler.__name__} declares no access")

    @wraps(handler)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        check(access)
        return handler(*args, **kwargs)

    return wrapper  # type: ignore[return-value]


def init_access(app: Flask) -> None:
    """Check each request before its view runs."""
    app.before_request(_check_request)


def refuse_undeclared(app: Flask) -> None:
    """Raise `RuntimeError` when a view of `app` does not say who may use it."""
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and declared_on(view) is None
    ]
    if silent:
        raise RuntimeError(f"These views declare no access: {', '.join(sorted(silent))}")


def _check_request() -> None:
    if request.endpoint is None or request.endpoint == "static":
        return
    declared = declared_on(current_app.view_functions[request.endpoint])
    if declared is None:
        raise NotAllowed("This page has no access rule.")
    g.access = declared
    check(declared)
