"""Turns errors into a page for people, or an RFC 9457 problem for scripts and sockets."""

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from app.core.errors import HiveError, Invalid, NotFound, NotSignedIn, TooMany
from app.core.web import local_path

log = logging.getLogger(__name__)

#: For what Werkzeug raises by itself: title and what to do.
_WORDS = {
    400: ("We could not read that", "Go back, check what you typed and send it again."),
    403: ("You can't do that here", "Go back to Home."),
    404: (NotFound.title, NotFound().detail),
    405: ("That does not work here", "Go back and use the buttons on the page."),
    413: (
        "That is too big to send",
        "Make it shorter, or send it in parts. Use Back to find what you typed.",
    ),
    415: ("We could not read that", "Reload the page and try again."),
    429: ("Too many tries", "Wait a few minutes, then try again."),
    503: ("Hive is not ready yet", "Wait a minute, then try again."),
}
_OURS = (
    "Hive stopped while doing that",
    (
        "It is our mistake, and nothing you typed was the cause. Go back and try again. "
        "If it happens again, tell your support worker what you were doing."
    ),
)


def problem_of(error: Exception) -> dict[str, Any]:
    """`error` as the members of an RFC 9457 problem, in plain words."""
    if isinstance(error, HiveError):
        problem: dict[str, Any] = {
            "status": error.status,
            "title": error.title,
            "detail": error.detail,
        }
        if isinstance(error, Invalid):
            problem["errors"] = error.errors
        if isinstance(error, TooMany):
            problem["retry_after"] = error.retry_after
        return problem
    if isinstance(error, HTTPException) and error.code:
        title, detail = _WORDS.get(error.code, _OURS)
        return {"status": error.code, "title": title, "detail": detail}
    return {"status": 500, "title": _OURS[0], "detail": _OURS[1]}


def init_problems(app: Flask) -> None:
    """Answer every error in words."""
    app.register_error_handler(HiveError, _answer)
    app.register_error_handler(HTTPException, _answer)
    app.register_error_handler(Exception, _answer_unexpected)


def _wants_json() -> bool:
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def _way_back() -> str | None:
    """The page of this app that led here, unless it is this one."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host or came_from.path == request.path:
        return None
    query = f"?{came_from.query}" if came_from.query else ""
    return local_path(f"{came_from.path}{query}")


def _answer(error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.code and error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    problem = problem_of(error)
    if _wants_json():
        response = jsonify(problem)
        response.content_type = "application/problem+json"
    elif isinstance(error, NotSignedIn):
        # Only a page that can be opened again is worth going back to.
        back = local_path(request.full_path.rstrip("?")) if request.method == "GET" else None
        where = url_for("accounts.sign_in", next=None if back == "/" else back)
        return redirect(where, 303)  # type: ignore[return-value]
    else:
        response = Response(render_template("errors/error.html", problem=problem, back=_way_back()))
    response.status_code = problem["status"]
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, HTTPException):
        for name, value in error.get_headers():
            if name.lower() in {"allow", "retry-after"}:
                response.headers[name] = value
    return response


def _answer_unexpected(error: Exception) -> Response:
    log.error("unexpected_error", exc_info=error)
    return _answer(error)
