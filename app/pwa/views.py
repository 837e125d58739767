"""Pages and files that make Hive installable."""

import json
from typing import cast

from flask import Blueprint, Response, current_app, render_template

from app.core import access
from app.core.asset_files import Asset, Assets
from app.core.assets import serve
from app.pwa.worker import build_worker

blueprint = Blueprint("pwa", __name__)

# Paper, as in static/css/tokens.css.
_PAPER = "#f8f1e4"


@blueprint.get("/manifest.webmanifest")
@access.public
def manifest() -> Response:
    """Name, icons and colours of the installed app."""
    assets = _assets()

    def icon(name: str, size: int, purpose: str) -> dict[str, str]:
        source = assets.url(f"pwa/{name}-{size}.png")
        return {
            "src": source,
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }

    shortcut_icon = [icon("icon", 192, "any")]
    content = {
        "id": "/",
        "name": "Hive",
        "short_name": "Hive",
        "description": "Your fostering community: talk, meet and help each other.",
        "lang": "en-GB",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": _PAPER,
        "background_color": _PAPER,
        "icons": [
            icon("icon", 192, "any"),
            icon("icon", 512, "any"),
            icon("maskable", 192, "maskable"),
            icon("maskable", 512, "maskable"),
        ],
        "shortcuts": [
            {"name": "Chat", "url": "/chat", "icons": shortcut_icon},
            {"name": "Notices", "url": "/notifications", "icons": shortcut_icon},
        ],
    }
    response = Response(json.dumps(content), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/sw.js")
@access.public
def service_worker() -> Response:
    """The service worker. Always asked for anew, and answered with 304 while nothing changed."""
    response = serve(_worker(), cache_control="no-cache")
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@blueprint.get("/offline")
@access.public
def offline() -> str:
    """Shown by the service worker when there is no network and no copy of the page."""
    return render_template("pwa/offline.html")


def _assets() -> Assets:
    return cast(Assets, current_app.extensions["hive_assets"])


def _worker() -> Asset:
    """Built once; in development built again, so that a changed file is noticed."""
    kept = current_app.extensions.get("hive_worker")
    if kept is None or _assets().is_watching:
        built = build_worker(current_app, _assets())
        if kept is None or kept.version != built.version:
            current_app.extensions["hive_worker"] = kept = built
    return cast(Asset, kept)
