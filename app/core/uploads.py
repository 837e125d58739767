"""Files of a request, held to a size of their own; and kept files handed out, powerless."""

from typing import Any

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from app.core.errors import Invalid
from app.core.off_loop import off_loop
from app.core.storage import storage

_MOST_READ_AWAY = 64 * 1024 * 1024

# Nothing in a file gets to do anything, should a browser ever take it for a page. The style is
# the browser's own, around a picture that is opened by itself.
_POWERLESS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def posted_with_files(field: str, *, most: int, too_big: str) -> dict[str, Any]:
    """What was posted, with the list of files in `field`.

    Raises `Invalid` with `too_big` when the request has more than `most` bytes.
    """
    request.max_content_length = most
    try:
        return {**request.form, field: request.files.getlist(field)}
    except RequestEntityTooLarge:
        _read_away()
        raise Invalid({field: too_big}) from None


def kept_file(name: str, media_type: str) -> Response:
    """A kept file, as it may be handed out; raises `NotFound`."""
    response = Response(off_loop(storage().read, name), mimetype=media_type)
    # Not in the browser's own cache: the service worker keeps the few that belong to kept pages.
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = _POWERLESS
    return response


def _read_away() -> None:
    """Take what still comes, within reason, and drop it: a browser hears nothing while it sends."""
    left = min(request.content_length or 0, _MOST_READ_AWAY)
    while left > 0 and (piece := request.environ["wsgi.input"].read(min(left, 65_536))):
        left -= len(piece)
