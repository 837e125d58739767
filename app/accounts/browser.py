"""The browser in front of us: what it is called, and keeping somebody signed in on it.

For adapters only: this is where the request and the session are touched.
"""

import ua_parser
from flask import request, session
from flask_login import login_user

from app.accounts.models import Device


def keep_signed_in(device: Device) -> None:
    """Put a fresh sign-in into the cookie; nothing of the session before it stays."""
    session.clear()
    login_user(device)
    session.permanent = True


def this_network() -> str:
    """The address the request came from."""
    return request.remote_addr or "unknown"


def this_browser() -> str:
    """What the person would call this device: "Chrome on Android"."""
    return browser_name(request.headers.get("User-Agent", ""))


def browser_name(user_agent: str) -> str:
    """A name like "Chrome on Android" from a User-Agent header; never the header itself."""
    found = ua_parser.parse(user_agent[:500])
    browser = found.user_agent.family if found.user_agent else "A browser"
    for ending in (" Mobile WebView", " Mobile", " iOS", " UI/WKWebView"):
        browser = browser.removesuffix(ending)
    system = found.os.family if found.os else None
    model = found.device.family if found.device else None
    if system == "iOS":
        system = model if model in {"iPhone", "iPad"} else "iPhone"
    elif system == "Mac OS X":
        system = "Mac"
    return f"{browser} on {system}" if system else browser
