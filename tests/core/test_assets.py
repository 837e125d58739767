import gzip
import json
import os
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from app.core.asset_files import BARE_IMPORTS, Assets
from app.core.assets import init_assets

LONG_SCRIPT = 'import { io } from "socket.io-client";\n' + "say(1);\n" * 100

FILES = {
    "css/order.txt": "first.css\nsecond.css\n",
    "css/first.css": "a { color: red }",
    "css/second.css": "b { color: blue }",
    "js/app.js": 'import "./lib/http.js";\n',
    "js/lib/http.js": "export const get = 1;\n",
    "js/lib/socket.js": LONG_SCRIPT,
    "js/modules/room.js": 'import { get } from "../lib/http.js";\nimport "../lib/socket.js";\n',
    "js/packs.txt": "[app]\napp\n[room]\nmodules/room\n[later]\n*\n",
    "img/logo.svg": "<svg/>",
    "vendor/README.md": "not once",
    ".secret": "not once",
    **{path: f"// {name}\n" for name, path in BARE_IMPORTS.items()},
}


@pytest.fixture
def static_folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        file = tmp_path / "static" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    (tmp_path / "outside.txt").write_text("not once")
    return tmp_path / "static"


@pytest.fixture
def client(static_folder: Path) -> FlaskClient:
    app = Flask("assets_test", root_path=str(static_folder.parent))
    init_assets(app)
    return app.test_client()


def _change(file: Path, content: str) -> None:
    file.write_text(content)
    later = file.stat().st_mtime + 5
    os.utime(file, (later, later))


def test_url_with_the_right_hash_is_kept_for_ever(client: FlaskClient, static_folder: Path):
    answer = client.get(Assets(static_folder).url("js/app.js"))

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "text/javascript"


@pytest.mark.parametrize("url", ["/static/js/app.js", "/static/js/app.js?v=00000000"])
def test_url_without_the_right_hash_is_asked_for_again(client: FlaskClient, url: str):
    answer = client.get(url)

    assert answer.headers["Cache-Control"] == "no-cache"
    again = client.get(url, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_stylesheet_is_its_parts_in_order(client: FlaskClient):
    assert client.get("/static/css/app.css").text == "a { color: red }\nb { color: blue }"


@pytest.mark.parametrize(
    ("accepts", "used", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_text_is_sent_in_the_best_encoding_the_browser_takes(
    client: FlaskClient, accepts: str, used: str | None, unpack
):
    answer = client.get("/static/js/lib/socket.js", headers={"Accept-Encoding": accepts})

    assert answer.headers.get("Content-Encoding") == used
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert unpack(answer.data).decode() == LONG_SCRIPT


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt",
        "%2e%2e/outside.txt",
        "js/../../outside.txt",
        "//etc/passwd",
        ".secret",
        "vendor/README.md",
        "js",
        "missing.js",
    ],
)
def test_nothing_but_listed_files_is_served(client: FlaskClient, path: str):
    answer = client.get(f"/static/{path}")

    assert answer.status_code in {404, 308}
    assert b"not served" not in answer.data


def test_missing_file_names_itself(static_folder: Path):
    with pytest.raises(LookupError, match=r"css/nothing\.css"):
        Assets(static_folder).url("css/nothing.css")


def test_import_map_gives_every_pack_and_library_its_hashed_url_and_nothing_else(
    client: FlaskClient, static_folder: Path
):
    with client.application.test_request_context():
        page = render_template_string("{{ import_map() }}", csp_nonce=lambda: "abc")
    found = re.fullmatch(r'<script type="importmap" nonce="abc">(.*?)</script>', page)

    assert found
    assets = Assets(static_folder)
    assert json.loads(found.group(1))["imports"] == {
        **{name: assets.url(path) for name, path in BARE_IMPORTS.items()},
        **{f"packs/{name}": assets.url(f"packs/{name}.js") for name in ("app", "room", "later")},
    }


def test_packs_of_a_page_are_preloaded_with_what_they_import(client: FlaskClient):
    with client.application.test_request_context():
        page = render_template_string("{{ preload_modules('room') }}")

    preloaded = re.findall(r'modulepreload" href="/static/([^?]+)', page)
    assert preloaded == ["packs/room.js", BARE_IMPORTS["socket.io-client"]]


def test_packs_are_served_like_files_and_single_modules_still_are(client: FlaskClient):
    pack = client.get("/static/packs/room.js")
    module = client.get("/static/js/modules/room.js")

    assert (pack.status_code, pack.mimetype) == (200, "text/javascript")
    assert '"modules/room"(){' in pack.text
    assert module.text == FILES["js/modules/room.js"]
    assert client.get("/static/packs/none.js").status_code == 404


def test_changed_module_changes_its_packs_url_while_watching(static_folder: Path):
    assets = Assets(static_folder, watch=True)
    before = assets.url("packs/room.js"), assets.url("packs/app.js")

    _change(static_folder / "js" / "lib" / "socket.js", "say(2);\n")

    assert assets.url("packs/room.js") != before[0]
    assert assets.url("packs/app.js") == before[1]
    changed = assets.find("packs/room.js")
    assert changed is not None
    assert b"say(2)" in changed.content


def test_changed_list_of_packs_is_noticed_while_watching(static_folder: Path):
    assets = Assets(static_folder, watch=True)

    _change(static_folder / "js" / "packs.txt", "[app]\n*\n")

    assert "packs/room" not in assets.current_module_urls()
    assert assets.find("packs/room.js") is None


def test_changed_part_changes_the_stylesheets_url_while_watching(static_folder: Path):
    assets = Assets(static_folder, watch=True)
    before = assets.url("css/app.css")

    _change(static_folder / "css" / "first.css", "a { color: green }")

    assert assets.url("css/app.css") != before
    changed = assets.find("css/app.css")
    assert changed is not None
    assert b"green" in changed.content


def test_added_and_removed_modules_are_noticed_while_watching(static_folder: Path):
    assets = Assets(static_folder, watch=True)
    before = assets.url("packs/later.js")
    (static_folder / "js" / "modules" / "copy.js").write_text("export default class Copy {}")
    (static_folder / "js" / "modules" / "room.js").unlink()
    (static_folder / "js" / "packs.txt").write_text("[app]\napp\n[later]\n*\n")

    assert assets.current_module_urls()["packs/later"] != before
    assert "packs/later.js" in assets.packs_of(["modules/copy"])
    assert assets.packs_of(["modules/room"]) == []
    assert assets.find("js/modules/room.js") is None


def test_change_is_not_looked_for_in_production(static_folder: Path):
    assets = Assets(static_folder)
    before = assets.url("css/app.css")

    _change(static_folder / "css" / "first.css", "a { color: green }")

    assert assets.url("css/app.css") == before


def test_comments_and_indentation_are_not_sent_and_lines_keep_their_numbers(
    client: FlaskClient, static_folder: Path
):
    (static_folder / "js" / "app.js").write_text(
        "// why\n/**\n * What it does.\n */\nfunction greet() {\n"
        '  const home = "https://hive.test"; // stays\n}\n'
    )
    (static_folder / "css" / "first.css").write_text("/* warm\n   paper */\na {\n  color: red;\n}")
    assets = Assets(static_folder)
    script, style = assets.find("js/app.js"), assets.find("css/app.css")

    assert script
    assert script.content.decode().split("\n") == [
        *[""] * 4,
        "function greet() {",
        'const home = "https://hive.test"; // stays',
        "}",
        "",
    ]
    assert style
    assert style.content.decode().startswith("\n\na {\ncolor: red;\n}")


def test_vendored_files_are_sent_as_published(static_folder: Path):
    asset = Assets(static_folder).find(BARE_IMPORTS["idb"])
    assert asset
    assert asset.content == b"// idb\n"
