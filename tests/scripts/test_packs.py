"""Joined scripts do what the single ones do: each story is run both ways, in Chromium."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from app.core.asset_packs import Pack, join_scripts

ORIGIN = "https://packs.test"
LIBRARIES = {"lib": "vendor/lib.js"}
LIBRARY = "said.push('library'); export const add = (a, b) => a + b;"
SAY = {"js/say.js": "export const say = (words) => void window.said.push(words);\n"}
ONE = "[app]\napp\n[later]\n*\n"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def _said(page: Page, texts: dict[str, str], packs: dict[str, Pack]) -> tuple[list[str], list[str]]:
    """What the scripts told and which files were asked for: from packs, or one by one."""
    files = {f"/static/{path}": text for path, text in texts.items()}
    files |= {f"/static/{pack.path}": pack.content.decode() for pack in packs.values()}
    files["/static/vendor/lib.js"] = LIBRARY
    names = {name: f"/static/{pack.path}" for name, pack in packs.items()}
    imports = json.dumps({"imports": names | {"lib": "/static/vendor/lib.js"}})
    entry = "packs/app.js" if packs else "js/app.js"
    html = (
        f"<!doctype html><script>window.said = []</script><script type=importmap>{imports}</script>"
        f"<script type=module src=/static/{entry}></script>"
    )
    asked: list[str] = []

    def serve(route: Route) -> None:
        path = re.sub(r"^https?://[^/]+", "", route.request.url)
        if path in files:
            asked.append(path.removeprefix("/static/").removesuffix(".js"))
            route.fulfill(body=files[path], content_type="text/javascript")
        elif path == "/":
            route.fulfill(body=html, content_type="text/html")
        else:
            route.fulfill(status=404)

    page.route(f"{ORIGIN}/**", serve)
    page.goto(f"{ORIGIN}/")
    page.wait_for_function("window.said.includes('end')", timeout=5_000)
    page.unroute(f"{ORIGIN}/**")
    return page.evaluate("window.said"), asked


def _story(page: Page, scripts: dict[str, str], listed: str = ONE) -> tuple[list[str], list[str]]:
    """What was told, the same from packs as from single files; and the files asked for."""
    texts = SAY | {f"js/{name}.js": text for name, text in scripts.items()}
    single, _ = _said(page, texts, {})
    joined, asked = _said(page, texts, join_scripts(texts, listed, libraries=LIBRARIES))
    assert joined == single
    return joined, asked


def test_each_way_to_import_and_export(page: Page):
    said, asked = _story(
        page,
        {
            "app": 'import { say } from "./say.js";\nimport Room from "./room.js";\n'
            'import * as all from "./words.js";\nimport { one, two as second } from "./words.js";\n'
            'import {\n  three,\n  Word,\n} from "/static/js/words.js";\n'
            "say(`${one} ${second()} ${three} ${new Word().is} ${new Room().is}`);\n"
            'say(Object.keys(all).sort().join());\nsay("end");\n',
            "room": "export default class Room { is = 'room'; }\n",
            "words": "export const one = 1;\nexport function two() { return 2; }\n"
            "const inner = 3;\nexport class Word { is = four(); }\nfunction four() { return 4; }\n"
            "export { inner as three };\nexport async function five() {}\nexport { four };\n",
        },
    )
    assert said == ["1 2 3 4 room", "Word,five,four,one,three,two", "end"]
    assert asked == ["packs/app"]


def test_modules_run_once_in_the_order_of_their_imports_and_keep_their_names_to_themselves(
    page: Page,
):
    said, _ = _story(
        page,
        {
            "app": 'import "./b.js";\nimport "./a.js";\nimport { say } from "./say.js";\n'
            'const name = "app";\nsay(name);\nsay("end");\n',
            "a": 'import { say } from "./say.js";\nimport "./c.js";\n'
            'const name = "a";\nsay(name);\n',
            "b": 'import { say } from "./say.js";\nimport "./c.js";\n'
            'const name = "b";\nsay(name);\n',
            "c": 'import { say } from "./say.js";\nconst name = "c";\nsay(name);\n',
        },
    )
    assert said == ["c", "b", "a", "app", "end"]


def test_a_value_that_changes_is_given_by_a_function(page: Page):
    """`export let` is refused (see tests/core/test_asset_packs.py); this is what stands for it."""
    said, _ = _story(
        page,
        {
            "app": 'import { say } from "./say.js";\nimport { count, add } from "./count.js";\n'
            'add();\nsay(count());\nsay("end");\n',
            "count": "let counted = 0;\nexport const count = () => counted;\n"
            "export function add() {\n  counted += 1;\n}\n",
        },
    )
    assert said == [1, "end"]


def test_what_is_loaded_later_comes_with_its_pack_and_runs_when_it_is_asked_for(page: Page):
    said, asked = _story(
        page,
        {
            "app": 'import { say } from "./say.js";\nsay("app");\nasync function run() {\n'
            '  for (const name of ["one", "two", "one"]) {\n'
            "    const { default: Module } = await import(`./modules/${name}.js`);\n"
            "    new Module();\n  }\n"
            '  say((await import("./views/menu.js")).menu);\n  say("end");\n}\nvoid run();\n',
            "modules/one": 'import { say } from "../say.js";\nimport { kept } from "../kept.js";\n'
            'say("one runs");\n'
            'export default class One {\n  constructor() {\n    say("one " + kept);\n  }\n}\n',
            "modules/two": 'import { say } from "../say.js";\nimport { kept } from "../kept.js";\n'
            'say("two runs");\n'
            'export default class Two {\n  constructor() {\n    say("two " + kept);\n  }\n}\n',
            "kept": 'import { say } from "./say.js";\nsay("kept runs");\nexport const kept = 5;\n',
            "views/menu": "export const menu = 7;\n",
            "views/never": 'import { say } from "../say.js";\nsay("never asked for");\n',
        },
        "[app]\napp\n[modules]\nmodules/*\n[later]\n*\n",
    )
    assert said == [
        *["app", "kept runs", "one runs", "one 5", "two runs", "two 5", "one 5"],
        *[7, "end"],
    ]
    assert asked == ["packs/app", "packs/modules", "packs/later"]


def test_a_library_stays_a_file_of_its_own_and_comes_with_the_pack_that_needs_it(page: Page):
    said, asked = _story(
        page,
        {
            "app": 'import { say } from "./say.js";\n'
            'import("./sum.js").then(({ sum }) => {\n  say(sum);\n  say("end");\n});\n',
            "sum": 'import { add as plus } from "lib";\nimport * as all from "lib";\n'
            "export const sum = plus(1, 2) + all.add(3, 4);\n",
        },
    )
    assert said == ["library", 10, "end"]
    assert asked == ["packs/app", "packs/later", "vendor/lib"]


def test_texts_and_patterns_that_look_like_imports_stay_what_they_are(page: Page):
    said, _ = _story(
        page,
        {
            "app": 'import { say } from "./say.js";\n// import "./none.js";\n'
            "say(\"import x from 'y'; // no comment\");\n"
            'say(`export ${"let"} a; import(${`x`})`);\n'
            'say(\'import("./x.js")\'.replace(/import\\("([^/]+)\\/x.js"\\)/, `$1`)); // import\n'
            'say([4 / 2, "/", 2 / 1].join("import"));\nsay("end");\n',
        },
    )
    assert said[1:] == ["export let a; import(x)", ".", "2import/import2", "end"]


def test_a_module_that_is_not_there_is_a_refused_promise(page: Page):
    said, _ = _story(
        page,
        {
            "app": 'import { say } from "./say.js";\nconst name = "none";\n'
            'import(`./modules/${name}.js`).catch(() => {\n  say("refused");\n  say("end");\n});\n',
            "modules/one": "export default class One {}\n",
        },
    )
    assert said == ["refused", "end"]
