"""Hashed, immutable URLs for everything under `static/`, without a build step.

What is served is what lies in the repository, without comments. Each file is read once, and
its URL carries a hash of its content (`/static/js/app.js?v=1a2b3c4d`), so a browser never asks for
it again, and a changed file has a new URL. Our scripts are sent in a few joined files
(`asset_packs.py`); an import map tells where these are.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from app.config import Config
from app.core import access
from app.core.asset_files import ENTRY, Asset, Assets

_IMMUTABLE = "public, max-age=31536000, immutable"


def accepted_encoding() -> str | None:
    """The better of the encodings this browser takes, or None."""
    return request.accept_encodings.best_match(["br", "gzip"]) if request else None


def serve(asset: Asset, *, cache_control: str) -> Response:
    """`asset` as a response: compressed where it pays, answered with 304 where it is unchanged."""
    encoding = accepted_encoding() if asset.is_compressible else None
    body = asset.encoded(encoding) if encoding else asset.content
    response = Response(body, mimetype=asset.mimetype)
    if asset.is_compressible:
        response.vary.add("Accept-Encoding")
    if encoding:
        response.content_encoding = encoding
    response.headers["Cache-Control"] = cache_control
    response.set_etag(f"{asset.version}-{encoding or 'plain'}")
    return response.make_conditional(request)  # type: ignore[return-value]


def init_assets(app: Flask) -> None:
    """Serve `static/`; give templates `asset`, `import_map` and `preload_modules`."""
    assets = Assets(Path(app.root_path) / "static", watch=_is_development(app))
    app.extensions["hive_assets"] = assets

    @access.public
    def static(filename: str) -> Response:
        asset = assets.find(filename)
        if asset is None:
            abort(404)
        is_current = request.args.get("v") == asset.version
        return serve(asset, cache_control=_IMMUTABLE if is_current else "no-cache")

    if "static" in app.view_functions:
        app.view_functions["static"] = static
    else:
        app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static)

    app.add_template_global(assets.url, "asset")
    app.add_template_global(pass_context(_import_map_tag(assets)), "import_map")
    app.add_template_global(_preload_tags(assets), "preload_modules")


def _is_development(app: Flask) -> bool:
    config: Config | None = app.extensions.get("hive_config")
    return config is not None and config.env == "development"


def _import_map_tag(assets: Assets) -> Callable[[Context], Markup]:
    def import_map(context: Context) -> Markup:
        """Where packs and libraries are. Goes before any other script."""
        imports = json.dumps({"imports": assets.current_module_urls()}, separators=(",", ":"))
        nonce: Any = context.get("csp_nonce")
        # Paths and hashes of our own; the one sign that could end the script is written otherwise.
        content = Markup(imports.replace("<", "\\u003c"))  # noqa: S704
        return Markup('<script type="importmap" nonce="{}">{}</script>').format(
            nonce() if callable(nonce) else "", content
        )

    return import_map


def _preload_tags(assets: Assets) -> Callable[..., Markup]:
    def preload_modules(*names: str) -> Markup:
        """Preloads for the page's own modules (`"room"`): their packs and all that these import.

        A slow phone would else learn of each only when the one that imports it has arrived.
        """
        paths = assets.packs_of(f"modules/{name}" for name in names)
        tag = Markup('<link rel="modulepreload" href="{}">')
        return Markup("").join(tag.format(assets.url(path)) for path in paths if path != ENTRY)

    return preload_modules
