"""Headers every answer carries, and the refusal of writes that another site started."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from app.config import Config
from app.core.errors import NotAllowed

_SAFE = {"GET", "HEAD", "OPTIONS"}


def csp_nonce() -> str:
    """The nonce of this answer's scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def init_security(app: Flask, config: Config) -> None:
    """Refuse forged writes; send the security headers."""
    app.before_request(_refuse_forged)
    app.session_interface = PageSessions()
    websocket = config.base_url.replace("http", "ws", 1)

    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_file(response):
            # A first visit fetches some forty files: what only a page heeds would weigh
            # more than many of them.
            return response
        headers.setdefault(
            "Content-Security-Policy",
            "default-src 'none'; "
            f"script-src 'self' 'nonce-{csp_nonce()}'; "
            "style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
            f"connect-src 'self' {websocket}; manifest-src 'self'; worker-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        )
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        if config.is_https:
            headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        if "Cache-Control" not in headers:
            # Phones are shared: nothing of a person stays in the browser's own cache. The
            # service worker keeps what may be read offline, and wipes it at sign-out.
            headers["Cache-Control"] = "private, no-store"
        return response

    app.after_request(add_headers)


class PageSessions(SecureCookieSessionInterface):
    """Leaves files alone: with `Vary: Cookie` on them, a sign-in would fetch them all again."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie of a page."""
        if not _is_file(response):
            super().save_session(app, session, response)


def _is_file(response: Response) -> bool:
    # A file that is not there is answered with a page.
    return request.endpoint == "static" and response.status_code < 400


def _refuse_forged() -> None:
    """Refuse a write that did not start on our own pages.

    Every browser says where a request comes from (Fetch Metadata; Origin in older ones). A
    token in each form would go stale in pages kept for reading offline.
    """
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        is_own = site in {"same-origin", "none"}
    else:
        origin = request.headers.get("Origin")
        is_own = origin is None or urlsplit(origin).netloc == request.host
    if not is_own:
        raise NotAllowed("This was sent from another site. Open Hive and try again.")
