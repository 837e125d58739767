"""Names that are called: told by their own notice, marked in the bubble."""

import pytest
import sqlalchemy as sa

from app.chat import services
from app.chat.fan_out import wire
from app.chat.text import as_html, is_only_emoji
from app.core.extensions import db
from app.core.roles import Role
from app.notices.models import Notice, NoticeCategory
from tests.chat.talk import Talk


def _notices(talk: Talk, role: Role) -> set[NoticeCategory]:
    return set(
        db.session.scalars(
            sa.select(Notice.category).where(
                Notice.person_id == talk.person(role).id, Notice.read_at.is_(None)
            )
        )
    )


def test_whoever_is_called_gets_a_notice_of_it_and_the_others_the_usual_one(talk: Talk):
    talk.say(f"Thank you, @{talk.person(Role.LINK_CARER).name}")
    assert _notices(talk, Role.LINK_CARER) == {NoticeCategory.MENTION}
    assert _notices(talk, Role.SUPPORT_WORKER) == {NoticeCategory.MESSAGE}
    assert _notices(talk, Role.CARER) == set()


def test_reading_the_room_reads_the_notice(talk: Talk):
    link = talk.person(Role.LINK_CARER)
    message = talk.say(f"Thank you, @{link.name}")
    services.mark_read(actor=link, room_id=talk.room.id, seq=message.seq)
    db.session.rollback()
    assert _notices(talk, Role.LINK_CARER) == set()


def test_the_name_is_marked_for_everybody_alike(talk: Talk):
    link = talk.person(Role.LINK_CARER)
    told = wire(talk.say(f"Thank you, @{link.name}. <b>"))
    mark = f'<span class="mention" data-person-id="{link.id}">@{link.name}</span>'
    assert f"Thank you, {mark}. &lt;b&gt;" in told["html"]
    assert told["mentions"] == [link.id]


def test_somebody_of_another_hive_is_not_called(talk: Talk):
    stranger = talk.county.stranger()
    told = wire(talk.say(f"Hello @{stranger.name}"))
    assert told["mentions"] == []
    assert 'class="mention"' not in told["html"]


def test_no_name_is_marked_within_an_address(talk: Talk):
    link = talk.person(Role.LINK_CARER)
    html = str(as_html(f"https://example.org/@{link.first_name} @{link.name}", [link]))
    assert html.count('class="mention"') == 1
    assert f'href="https://example.org/@{link.first_name}"' in html


@pytest.mark.parametrize("text", ["👍", "❤️", "👨‍👩‍👧‍👦🐝", "🇬🇧", "👍🏽 👍🏽", "☺"])
def test_a_few_emoji_alone_are_shown_larger(text: str):
    assert is_only_emoji(text)


@pytest.mark.parametrize("text", ["", " ", "1", "©", "hi 👍", "👍" * 7, "+", "*", "\u200d", "é"])
def test_anything_else_is_a_text(text: str):
    assert not is_only_emoji(text)
