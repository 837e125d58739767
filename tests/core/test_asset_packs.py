"""How our scripts are read and shared out to packs. That packs run: tests/scripts/test_packs.py."""

import pytest

from app.core.asset_packs import join_scripts
from app.core.asset_scripts import ScriptError, read_script
from app.core.asset_tokens import NoEnd, tokens_of

LIBRARIES = {"idb": "vendor/idb/idb.js"}

SCRIPTS = {
    "js/app.js": 'import { say } from "./lib/say.js";\nimport("./modules/room.js");\nsay("x");\n',
    "js/lib/say.js": "export const say = console.log;\n",
    "js/lib/store.js": 'import { openDB } from "idb";\nexport const store = openDB;\n',
    "js/modules/room.js": (
        'import { say } from "../lib/say.js";\nimport { store } from "../lib/store.js";\n'
        "export default class Room {}\n"
    ),
    "js/views/menu.js": "export const menu = 1;\n",
}
LISTED = "[app]\napp\n\n# A room\n[room]\nmodules/room\n\n[later]\n*\n"


def _join(listed: str = LISTED, **changed: str) -> dict[str, tuple[str, ...]]:
    texts = SCRIPTS | {f"js/{name.replace('__', '/')}.js": text for name, text in changed.items()}
    packs = join_scripts(texts, listed, libraries=LIBRARIES)
    return {name: pack.modules for name, pack in packs.items()}


def test_a_pack_holds_what_it_lists_and_what_that_imports_once():
    assert _join() == {
        "packs/app": ("lib/say", "app"),
        "packs/room": ("lib/store", "modules/room"),
        "packs/later": ("views/menu",),
    }


def test_a_pack_imports_the_packs_and_libraries_its_modules_need():
    packs = join_scripts(SCRIPTS, LISTED, libraries=LIBRARIES)

    assert [pack.needs for pack in packs.values()] == [
        (),
        ("packs/app", "idb"),
        ("packs/app",),
    ]


def test_a_folder_can_be_listed():
    listed = "[app]\napp\n[views]\nviews/*\n[later]\n*\n"
    assert _join(listed)["packs/views"] == ("views/menu",)


def test_a_changed_module_changes_its_own_pack_alone():
    before = join_scripts(SCRIPTS, LISTED, libraries=LIBRARIES)
    changed = SCRIPTS | {"js/views/menu.js": "export const menu = 2;\n"}
    after = join_scripts(changed, LISTED, libraries=LIBRARIES)

    assert [name for name in before if before[name].content != after[name].content] == [
        "packs/later"
    ]


def test_what_stands_behind_code_as_a_comment_is_not_sent():
    script = read_script("js/a.js", 'const home = "http://x"; // why\nconst b = 1; /* c */\n')

    assert script.body == 'const home = "http://x";\nconst b = 1;\n'


@pytest.mark.parametrize(
    ("listed", "changed", "words"),
    [
        ("[app]\napp\nnothing\n[later]\n*\n", {}, "there is no module nothing"),
        ("[app]\napp\n", {}, "no pack holds lib/store"),
        (LISTED, {"lib__new": 'import { a } from "./say.js";'}, "lib/new.js: lib/say exports no a"),
        (LISTED, {"lib__new": 'import "./none.js";'}, "imports lib/none, which is not there"),
        (LISTED, {"lib__new": 'import { a } from "b";'}, "imports b, which is not there"),
        (LISTED, {"lib__new": 'import("./none.js");'}, "loads lib/none, which is not there"),
        (
            LISTED,
            {"a": 'import "./b.js";', "b": 'import "./c.js";', "c": 'import "./a.js";'},
            "can't import each other: a imports b imports c imports a",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(listed: str, changed: dict[str, str], words: str):
    with pytest.raises(ScriptError, match=words):
        _join(listed, **changed)


@pytest.mark.parametrize(
    "statement",
    [
        "export let count = 0;",
        "export var count = 0;",
        "export const { a, b } = given;",
        "export default class {}",
        "export default class extends Map {}",
        "export default function () {}",
        "export default 1;",
        'export { a } from "./b.js";',
        'export * from "./b.js";',
        "import('./b.js');",
        "import { a } from './b.js';",
        'import a, { b } from "./b.js";',
        "import(name);",
        "import(`./${folder}/${name}.js`);",
        "import(`./b${name}.js`);",
        "say(import.meta.url);",
        "const $use = 1;",
        "say(`${import(name)}`);",
    ],
)
def test_what_packs_do_not_know_is_refused_with_its_line(statement: str):
    with pytest.raises(ScriptError, match=r"^app/static/js/a\.js:2: packs know "):
        read_script("js/a.js", f"say();\n{statement}\n")


def test_an_import_below_other_code_is_refused():
    with pytest.raises(ScriptError, match=r"js/a\.js:2: imports stand above all other code"):
        read_script("js/a.js", 'say();\nimport "./b.js";\n')


def test_a_text_without_end_is_refused():
    with pytest.raises(ScriptError, match=r"js/a\.js:2: this text has no end"):
        read_script("js/a.js", 'say();\nsay("it);\n')


@pytest.mark.parametrize(
    "code",
    [
        """say("import x from 'y'");""",
        "say('export let x');",
        "say(`import x ${'export'} from`);",
        "say(`a ${b ? `import ${c}` : {}} export`);",
        "say(/import/.test(a), a.match(/[/'\"]export/g));",
        "const half = a.b / 2; // import",
        "say(a[0] / 2, '/import/');",
        "/* import */ say();",
        "queue.import(); queue.export = 1;",
        'return_ = x => /"/.test(x);',
        "if (!a) return /'/.exec(b);",
        "say({ a: 1 } / 2, (1) / 2, `x` / 2, '/');",
        "say(\"\\\"import\", '\\'import');",
        "const imported = exports;",
    ],
)
def test_what_only_looks_like_an_import_stays(code: str):
    script = read_script("js/a.js", code)

    assert (script.imports, script.exports, script.later) == ({}, {}, set())
    kept = code.replace("/* import */ ", " ").replace(" // import", "")
    assert script.body == kept


def test_code_inside_a_text_in_backquotes_is_seen():
    words = [word for _, word in tokens_of("`a ${b + `c ${d}` + {e: `f`}} g` + h")]
    assert words == [
        *["(", "b", "+", "(", "d", "''", "+", "{", "e", ":", "''", "}", "''"],
        *["+", "h"],
    ]


@pytest.mark.parametrize("text", ["`a ${b} c", "'a\n'", "a = /b\n/"])
def test_what_has_no_end_is_noticed(text: str):
    with pytest.raises(NoEnd):
        list(tokens_of(text))
