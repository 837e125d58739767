"""What makes Hive installable, served by a small app with the real static files."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.asset_files import BARE_IMPORTS
from app.core.assets import init_assets
from app.pwa.views import blueprint

APP = Path(__file__).resolve().parents[2] / "app"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app = Flask("pwa_test", root_path=str(APP))
    init_assets(app)
    app.register_blueprint(blueprint)
    return app.test_client()


def _shell(script: str) -> dict[str, list[str]]:
    found = re.search(r"const SHELL = (\{.*?\});", script)
    assert found
    return json.loads(found.group(1))


def test_manifest_names_the_app_and_icons_that_are_there(client: FlaskClient):
    answer = client.get("/manifest.webmanifest")
    manifest = json.loads(answer.data)

    assert answer.mimetype == "application/manifest+json"
    assert (manifest["id"], manifest["name"], manifest["display"]) == ("/", "Hive", "standalone")
    icons = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert icons == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("192x192", "maskable"),
        ("512x512", "maskable"),
    }
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).mimetype == "image/png"


def test_worker_precaches_hashed_files_that_are_there(client: FlaskClient):
    answer = client.get("/sw.js")
    files = _shell(answer.text)["files"]

    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    for url in files:
        assert re.search(r"\?v=[0-9a-f]{8}$", url)
        assert "immutable" in client.get(url).headers["Cache-Control"]


def test_worker_keeps_our_scripts_as_packs_and_at_first_only_what_all_pages_need(
    client: FlaskClient,
):
    shell = _shell(client.get("/sw.js").text)

    def scripts(name: str) -> list[str]:
        return [url.removeprefix("/static/").split("?")[0] for url in shell[name] if ".js?" in url]

    assert scripts("files") == ["packs/app.js"]
    assert set(scripts("rest")) == {
        *(f"packs/{name}.js" for name in ("signed-in", "room", "in-room", "register", "later")),
        *BARE_IMPORTS.values(),
    }


def test_worker_holds_each_of_its_parts(client: FlaskClient):
    script = client.get("/sw.js").text

    for event in ("push", "notificationclick", "pushsubscriptionchange", "message", "activate"):
        assert f'addEventListener("{event}"' in script
    assert "workbox.precaching=" in script


def test_unchanged_worker_is_not_sent_again(client: FlaskClient):
    first = client.get("/sw.js", headers={"Accept-Encoding": "br"})
    again = client.get(
        "/sw.js", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.data) == (304, b"")


def test_vendored_files_are_those_of_the_list() -> None:
    """A file changed by hand, or an upgrade without its checksum, is noticed."""
    vendor = APP / "static" / "vendor"
    listed = dict(
        reversed(line.split("  "))
        for line in (vendor / "README.md").read_text().splitlines()
        if re.match(r"[0-9a-f]{64}  ", line)
    )
    found = {
        file.relative_to(vendor).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in vendor.rglob("*")
        if file.is_file() and file.name != "README.md"
    }
    assert found == listed
