import json
import re

from hypothesis import given
from hypothesis import strategies as st

from app.accounts.models import LockScreenDetail
from app.notices.payloads import LONGEST_QUOTE, notice_payload, room_payload, shorten, topic_for
from app.notices.push import RoomNews
from app.notices.push_sender import MAX_PAYLOAD_BYTES


def payload(news: RoomNews, detail: LockScreenDetail) -> dict[str, object]:
    return room_payload(title="A" * 100, url="/chat/rooms/3", room_id=3, news=news, detail=detail)


@given(text=st.text(), author=st.text(max_size=100), unread=st.integers(1, 10**6))
def test_private_text_holds_nothing_of_the_message(text: str, author: str, unread: int) -> None:
    here = payload(RoomNews(unread, unread, author, text), LockScreenDetail.HIVE)
    there = payload(RoomNews(unread, unread, "", ""), LockScreenDetail.HIVE)
    assert here == there


@given(text=st.text(max_size=2000), author=st.text(max_size=100))
def test_the_longest_payload_fits_into_a_push(text: str, author: str) -> None:
    said = payload(RoomNews(1, 1, author, text), LockScreenDetail.WORDS)
    encoded = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
    assert len(encoded) <= MAX_PAYLOAD_BYTES


@given(st.text(max_size=400))
def test_a_quote_is_one_line_and_short(text: str) -> None:
    quote = shorten(text)
    assert len(quote) <= LONGEST_QUOTE
    assert "\n" not in quote


def test_a_quote_ends_with_a_whole_word() -> None:
    assert shorten("word " * 40).endswith(" word…")
    assert shorten("x" * 200) == "x" * 119 + "…"
    assert shorten("short") == "short"


def test_a_joined_emoji_is_not_cut_at_its_joint() -> None:
    family = "\U0001f469\u200d\U0001f467"
    assert not shorten(family * 100)[:-1].endswith("\u200d")


def test_other_notices_show_their_own_title() -> None:
    said = notice_payload(title="Hello", url="/", notice_id=7)
    assert said == {"title": "Hive", "body": "Hello", "url": "/", "tag": "notice-7"}


@given(st.text())
def test_topics_are_what_the_standard_allows(tag: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,32}", topic_for(tag.encode("utf-8", "replace")))
