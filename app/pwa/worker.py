"""The service worker's script, put together from its parts and the list of the app's files.

Workbox is sent inside `/sw.js` and not fetched by `importScripts`: one request in place of five,
each of which would wait half a second on a slow phone, and the parts compress better together
(10 KB with brotli). The price is those 10 KB after each release; between releases the browser's
regular question for a newer worker is answered by an empty 304.
"""

import hashlib
import json
from pathlib import Path

from flask import Flask

from app.core.asset_files import ENTRY, STYLESHEET, Asset, Assets

_WORKBOX = ("core", "routing", "strategies", "precaching")  # in the order they need each other
_PARTS = ("wipe", "copies", "registers", "pages", "photos", "push")
_PICTURES = ("img/icons.svg", "img/logo.svg")


def shell_urls(assets: Assets) -> tuple[list[str], list[str]]:
    """Hashed URLs of all that pages need besides their own HTML.

    First what is fetched with the worker itself, which the page for signing in has fetched
    already; then the rest, for people who are signed in.
    """
    pictures = [path for path in _PICTURES if assets.find(path)]
    files = [assets.url(path) for path in (STYLESHEET, ENTRY, *pictures)]
    rest = set(assets.current_module_urls().values()) - set(files)
    return files, sorted(rest)


def build_worker(app: Flask, assets: Assets) -> Asset:
    """The worker's script as one asset; its version changes when any file of the shell does."""
    files, rest = shell_urls(assets)
    shell = {
        "version": _version(app, [*files, *rest]),
        "files": files,
        "rest": rest,
        "icon": assets.url("pwa/icon-192.png"),
        "badge": assets.url("pwa/badge-96.png"),
    }
    workbox = _contents(assets, [f"vendor/workbox/workbox-{name}.js" for name in _WORKBOX])
    declared = f"const SHELL = {json.dumps(shell, separators=(',', ':'))};".encode()
    return Asset("sw.js", b"\n".join([declared, *workbox, own_parts(assets)]))


def own_parts(assets: Assets) -> bytes:
    """Our own part of the worker's script."""
    return b"\n".join(_contents(assets, [f"pwa/worker/{name}.js" for name in _PARTS]))


def _contents(assets: Assets, paths: list[str]) -> list[bytes]:
    return [asset.content for path in paths if (asset := assets.find(path))]


def _version(app: Flask, files: list[str]) -> str:
    """Covers the files and the templates of the offline page, which has no hash in its URL."""
    digest = hashlib.sha256("\n".join(files).encode())
    templates = Path(app.root_path) / "templates"
    for folder in ("layouts", "components", "pwa"):
        for template in sorted((templates / folder).glob("*.html")):
            digest.update(template.read_bytes())
    return digest.hexdigest()[:12]
