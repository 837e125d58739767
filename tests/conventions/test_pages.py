"""What holds for every page, as it is served, for everybody who may see it."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from tinyhtml5.parser import HTMLParser

from tests.conventions.pages import Seen, page_rules, pages_seen

pytestmark = pytest.mark.once

NAME = "{http://www.w3.org/1999/xhtml}"
LINKED = {"for", "aria-labelledby", "aria-describedby", "aria-controls", "list"}


_read_once: list[Seen] = []


@pytest.fixture
def pages(request: pytest.FixtureRequest) -> list[Seen]:
    """Every page, read once for all the tests below: reading changes nothing."""
    if not _read_once:
        made = [request.getfixturevalue(name) for name in ("app", "county", "clients")]
        _read_once.extend(pages_seen(*made))
    return _read_once


def _failing(pages: list[Seen], is_right: Callable[[Seen], object]) -> list[str]:
    return [str(page) for page in pages if not is_right(page)]


def test_every_page_opens_for_somebody(app: Flask, pages: list[Seen]):
    opened = {page.endpoint for page in pages if page.response.status_code == 200}
    # What answers with something else than a page, or only once and for one person.
    other = {
        "core.healthz",
        "core.readyz",
        "pwa.manifest",
        "pwa.service_worker",
        "invitations.join",
        "imports.download_template",
        "imports.export_county",
        "events.read_feed",
        "events.download_event",
        "chat.answer",
        "chat.show_photo",
        "chat.show_small_photo",
        "chat.download_document",
        "chat.show_reported_file",
        "bookings.show_picture",
        "bookings.show_small_picture",
    }
    expected = {
        rule.endpoint
        for rule in page_rules(app)
        if rule.endpoint not in other and not rule.rule.startswith("/api/")
    }
    assert expected - opened == set()


def test_nobody_is_shown_a_fault(pages: list[Seen]):
    assert _failing(pages, lambda page: page.response.status_code < 500) == []


def test_every_page_has_one_heading_and_a_title_that_names_hive(pages: list[Seen]):
    assert _failing(pages, lambda page: len(re.findall(r"<h1\b", page.html)) == 1) == []
    title = re.compile(r"<title>[^<]+ · Hive</title>")
    assert _failing(pages, lambda page: title.search(page.html)) == []


def test_every_page_has_landmarks_and_a_language(pages: list[Seen]):
    assert _failing(pages, lambda page: '<html lang="en-GB"' in page.html) == []
    assert _failing(pages, lambda page: len(re.findall(r"<main\b", page.html)) == 1) == []
    assert _failing(pages, lambda page: re.search(r'href="#[\w-]+"', page.html)) == []


def test_every_page_is_valid_html(pages: list[Seen]):
    wrong = {}
    for page in pages:
        parser = HTMLParser()
        parser.parse(page.html)
        if parser.errors:
            lines = page.html.splitlines()
            wrong[str(page)] = [
                (code, details, lines[min(line, len(lines)) - 1].strip()[:120])
                for (line, _), code, details in parser.errors
            ]
    assert wrong == {}


def test_ids_are_unique_and_references_lead_somewhere(pages: list[Seen]):
    wrong = []
    for page in pages:
        elements = list(HTMLParser().parse(page.html).iter())
        ids = Counter(each.get("id") for each in elements if each.get("id"))
        wrong += [f"{page}: id {name} twice" for name, count in ids.items() if count > 1]
        for each in elements:
            for attribute in LINKED & set(each.keys()):
                for name in each.get(attribute, "").split():
                    if name not in ids:
                        wrong.append(f"{page}: {attribute}={name} leads nowhere")
    assert wrong == []


def test_every_field_has_a_label(pages: list[Seen]):
    wrong = []
    for page in pages:
        elements = list(HTMLParser().parse(page.html).iter())
        labelled = {each.get("for") for each in elements if each.tag == f"{NAME}label"}
        inside = {field for each in elements if each.tag == f"{NAME}label" for field in each.iter()}
        for each in elements:
            if each.tag not in {f"{NAME}input", f"{NAME}select", f"{NAME}textarea"}:
                continue
            if each.get("type") in {"hidden", "submit"}:
                continue
            named = each.get("id") in labelled or each in inside or each.get("aria-label")
            if not named:
                wrong.append(f"{page}: {each.get('name')}")
    assert wrong == []


def test_every_form_posts_to_an_address_that_takes_it(app: Flask, pages: list[Seen]):
    adapter = app.url_map.bind("localhost")
    wrong = []
    for page in pages:
        for each in HTMLParser().parse(page.html).iter(f"{NAME}form"):
            method = (each.get("method") or "get").upper()
            if method == "DIALOG":
                continue
            action = (each.get("action") or page.path).split("?")[0].split("#")[0]
            if not adapter.test(action, method=method):
                wrong.append(f"{page}: {method} {action}")
    assert wrong == []


def test_every_link_within_hive_leads_somewhere(app: Flask, pages: list[Seen]):
    adapter = app.url_map.bind("localhost")
    wrong = set()
    for page in pages:
        for each in HTMLParser().parse(page.html).iter(f"{NAME}a"):
            path = (each.get("href") or "").split("?")[0].split("#")[0]
            if path.startswith("/") and not adapter.test(path, method="GET"):
                wrong.add(f"{page}: {path}")
    assert wrong == set()


def test_scripts_are_files_or_carry_the_nonce_of_the_page(pages: list[Seen]):
    wrong = []
    for page in pages:
        policy = page.response.headers["Content-Security-Policy"]
        nonce = re.search(r"'nonce-([^']+)'", policy)
        for attributes in re.findall(r"<script\b([^>]*)>", page.html):
            is_own = 'src="/' in attributes
            has_nonce = nonce is not None and f'nonce="{nonce.group(1)}"' in attributes
            if not is_own and not has_nonce:
                wrong.append(f"{page}: <script{attributes}>")
    assert wrong == []


def test_the_policy_allows_nothing_inline_and_no_other_host(pages: list[Seen]):
    for page in pages:
        policy = page.response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'"), str(page)
        assert "unsafe" not in policy, str(page)
        assert "*" not in policy, str(page)


def test_no_page_carries_inline_styles_or_handlers(pages: list[Seen]):
    inline = re.compile(r"""<style\b|<[^>]+\s(?:style|on[a-z]+)\s*=\s*["']""", re.IGNORECASE)
    assert _failing(pages, lambda page: not inline.search(page.html)) == []


def test_pages_of_people_are_not_kept_by_browsers_or_proxies(pages: list[Seen]):
    private = [page for page in pages if page.role != "nobody"]
    assert private
    assert (
        _failing(private, lambda page: "no-store" in page.response.headers["Cache-Control"]) == []
    )
