"""Who decides what: said by those who answer for the plan, asked by carers with one tap."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.errors import Conflict, NotAllowed
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families import services
from app.families.models import AuthorityEntry, AuthorityKind, AuthorityQuestion, Decider
from app.families.queries import questions_for
from app.notices.models import Notice
from tests.families.builders import Family


def _set(
    family: Family,
    decider: Decider,
    name: str = "",
    kind: AuthorityKind = AuthorityKind.MEDICAL,
    actor: Person | None = None,
    note: str = "",
) -> None:
    services.set_authority(
        actor=actor or family.social_worker,
        child_id=family.child.id,
        kind=kind,
        decider=decider,
        decider_name=name,
        note=note,
    )


def _ask(family: Family, kind: AuthorityKind = AuthorityKind.MEDICAL) -> None:
    services.ask_authority(actor=family.carer, child_id=family.child.id, kind=kind)


def _notices(person: Person) -> list[Notice]:
    return list(
        db.session.scalars(
            sa.select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
        )
    )


def test_what_nobody_has_said_means_ask(carer: FlaskClient, family: Family):
    shown = carer.get(f"{family.url}/authority").text
    assert shown.count("<span>Ask first</span>") == len(AuthorityKind)
    assert shown.count("Ask Helen") == len(AuthorityKind)


def test_the_light_says_in_words_who_decides_who_said_so_and_when(
    carer: FlaskClient, leader: FlaskClient, family: Family
):
    _set(family, Decider.CARER, kind=AuthorityKind.DAY_TRIPS)
    _set(family, Decider.PARENT, "Mum", note="Ring her before ten")
    _set(family, Decider.UNKNOWN, kind=AuthorityKind.HAIRCUTS)
    shown = carer.get(f"{family.url}/authority").text
    for words in ("You decide", "Mum decides", "Ring her before ten", "Helen Ashdown wrote this"):
        assert words in shown
    assert shown.count("<span>Ask first</span>") == len(AuthorityKind) - 2
    assert "The carer decides" in leader.get(f"{family.url}/authority").text
    strip = carer.get(family.url).text
    for words in ("You decide", "Mum decides", "Ask first"):
        assert words in strip


def test_nothing_is_overwritten(carer: FlaskClient, family: Family):
    _set(family, Decider.PARENT, "Mum")
    _set(family, Decider.SOCIAL_WORKER, "Helen Ashdown")
    shown = carer.get(f"{family.url}/authority").text
    assert "Helen Ashdown decides" in shown
    assert "What was said before" in shown
    assert "Mum decides" in shown
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuthorityEntry).where(
        AuthorityEntry.child_id == family.child.id)) == 2  # fmt: skip


def test_the_social_worker_and_the_support_worker_write_it_down(
    social_worker: FlaskClient, leader: FlaskClient, carer: FlaskClient, family: Family
):
    form = {"decider": "social_worker", "decider_name": "Helen Ashdown", "note": ""}
    for client in (social_worker, leader):
        assert client.get(f"{family.url}/authority/medical").status_code == 200
        response = client.post(f"{family.url}/authority/medical", data=form)
        assert response.location == f"{family.url}/authority?after=saved"
    assert "Helen Ashdown decides" in carer.get(f"{family.url}/authority").text


def test_a_carer_never_gives_authority_to_themselves(carer: FlaskClient, family: Family):
    url = f"{family.url}/authority/medical"
    assert carer.get(url).status_code == 403
    assert carer.post(url, data={"decider": "carer"}).status_code == 403
    with pytest.raises(NotAllowed):
        _set(family, Decider.CARER, actor=family.partner)


def test_a_support_worker_does_not_decide_for_a_child_in_their_own_home(family: Family):
    services.join_household(person=family.support_worker, household=family.household)
    db.session.expire_all()
    with pytest.raises(NotAllowed):
        _set(family, Decider.CARER, actor=family.support_worker)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"decider": "parent", "decider_name": " "}, "Say who that is"),
        ({"decider": ""}, "Choose who decides."),
        ({"decider": "grandma"}, "Choose who decides."),
        ({"decider": "carer", "note": "x" * 501}, "too long"),
    ],
)
def test_what_cannot_be_used_is_said_and_kept(
    social_worker: FlaskClient, family: Family, form: dict[str, str], words: str
):
    given = {"decider_name": "", "note": "Up to two nights"} | form
    response = social_worker.post(f"{family.url}/authority/medical", data=given)
    assert response.status_code == 422
    assert words in response.text
    assert given["note"] in response.text


def test_an_unknown_kind_of_decision_is_not_there(
    social_worker: FlaskClient, carer: FlaskClient, family: Family
):
    assert social_worker.get(f"{family.url}/authority/tattoos").status_code == 404
    assert carer.post(f"{family.url}/authority/tattoos/ask").status_code == 404


def test_one_tap_asks_the_social_worker_without_a_name_on_the_lock_screen(
    carer: FlaskClient, social_worker: FlaskClient, family: Family
):
    response = carer.post(f"{family.url}/authority/medical/ask")
    assert response.location == f"{family.url}/authority#medical"
    assert "You asked Helen" in carer.get(f"{family.url}/authority").text
    notices = _notices(family.social_worker)
    assert [each.title for each in notices] == ["A carer asks who decides"]
    assert notices[0].url == f"{family.url}/authority"
    assert _notices(family.support_worker) == []
    home = social_worker.get("/").text
    assert "Questions for you" in home
    assert "Who decides for Wren: Doctor, dentist, medicines" in home


def test_asking_twice_asks_once(carer: FlaskClient, family: Family):
    for _ in range(2):
        assert carer.post(f"{family.url}/authority/medical/ask").status_code == 303
    services.ask_authority(
        actor=family.partner, child_id=family.child.id, kind=AuthorityKind.MEDICAL
    )
    assert len(_notices(family.social_worker)) == 1
    assert len(questions_for(family.social_worker)) == 1


def test_an_answer_closes_the_question_and_tells_who_asked(
    carer: FlaskClient, social_worker: FlaskClient, family: Family
):
    _ask(family)
    _ask(family, AuthorityKind.HAIRCUTS)
    _set(family, Decider.PARENT, "Mum")
    assert [each.title for each in _notices(family.carer)] == [
        "There is an answer about who decides"
    ]
    assert _notices(family.partner) == []
    assert [each.kind for each in questions_for(family.social_worker)] == [AuthorityKind.HAIRCUTS]
    assert "Who decides for Wren: Doctor" not in social_worker.get("/").text


def test_without_a_social_worker_the_support_workers_are_asked(
    carer: FlaskClient, leader: FlaskClient, family: Family
):
    with unit_of_work():
        family.household.social_worker_id = None
    assert "Ask your support worker" in carer.get(f"{family.url}/authority").text
    _ask(family)
    assert [each.title for each in _notices(family.support_worker)] == ["A carer asks who decides"]
    assert "Who decides for Wren" in leader.get("/").text


def test_a_social_worker_who_is_none_any_more_is_not_asked(family: Family):
    with unit_of_work():
        for membership in family.social_worker.memberships:
            db.session.delete(db.session.merge(membership))
    db.session.expire_all()
    _ask(family)
    assert _notices(family.social_worker) == []
    assert len(_notices(family.support_worker)) == 1


def test_with_nobody_to_ask_it_says_whom_to_ring(carer: FlaskClient, family: Family):
    with unit_of_work():
        family.household.social_worker_id = None
        for membership in family.support_worker.memberships:
            if membership.role is Role.SUPPORT_WORKER:
                db.session.delete(db.session.merge(membership))
    db.session.expire_all()
    with pytest.raises(Conflict):
        _ask(family)
    response = carer.post(f"{family.url}/authority/medical/ask")
    assert response.status_code == 409
    assert "Ring the fostering team" in response.text
    assert db.session.scalar(
        sa.select(sa.func.count())
        .select_from(AuthorityQuestion)
        .where(AuthorityQuestion.child_id == family.child.id)
    ) == 0  # fmt: skip


def test_those_who_answer_do_not_ask(
    leader: FlaskClient, social_worker: FlaskClient, family: Family
):
    for client in (leader, social_worker):
        assert client.post(f"{family.url}/authority/medical/ask").status_code == 403


def test_questions_of_other_families_are_not_on_anybody_else_s_home(
    family: Family, client_for: Callable[[Person | None], FlaskClient]
):
    _ask(family)
    for who, person in family.outsiders.items():
        assert "Wren" not in client_for(person).get("/").text, who
        assert not [each for each in questions_for(person) if each.child_id == family.child.id]
    # The support worker need not answer what the social worker was asked.
    assert not [
        each for each in questions_for(family.support_worker) if each.child_id == family.child.id
    ]


def test_what_was_said_is_not_in_the_database_as_one_can_read(family: Family):
    _set(family, Decider.PARENT, "Grandmother Mabel", note="Only on Tuesdays")
    raw = " ".join(
        " ".join(map(str, row))
        for row in db.session.execute(sa.text("SELECT * FROM authority_entries"))
    )
    assert "Mabel" not in raw
    assert "Tuesdays" not in raw


def test_an_answer_says_who_has_been_told_and_leads_to_the_next_question(
    social_worker: FlaskClient, family: Family
):
    _ask(family)
    _ask(family, AuthorityKind.SCHOOL)
    url = f"{family.url}/authority"
    answer = {"decider": "carer"}
    said = social_worker.post(f"{url}/medical", data=answer, follow_redirects=True).text
    assert "Written down. Sam has been told." in said
    assert f'href="{url}/school">Next question: Wren, ' in said
    said = social_worker.post(f"{url}/school", data=answer, follow_redirects=True).text
    assert "Written down. Sam has been told." in said
    assert "Next question" not in said
    # Nobody had asked about this one.
    said = social_worker.post(f"{url}/haircuts", data=answer, follow_redirects=True).text
    assert "Saved." in said
    assert "has been told" not in said
    assert "has been told" not in social_worker.get(url).text


def test_the_child_s_page_says_whose_answer_is_awaited(
    carer: FlaskClient, social_worker: FlaskClient, family: Family
):
    assert "Waiting for" not in carer.get(family.url).text
    _ask(family)
    assert carer.get(family.url).text.count("Waiting for Helen") == 1
    assert "Waiting for you" in social_worker.get(family.url).text


def test_the_supervising_social_worker_need_not_type_her_own_name(
    family: Family, social_worker: FlaskClient, leader: FlaskClient
):
    url = f"{family.url}/authority/haircuts"
    page = social_worker.get(url).text
    assert "leave it empty when it is you" in page
    assert "(if you like)" not in page.split('id="decider_name"')[0]
    form = {"decider": "social_worker", "decider_name": "", "note": ""}
    assert leader.post(url, data=form).status_code == 422
    assert social_worker.post(url, data=form | {"decider": "parent"}).status_code == 422
    assert social_worker.post(url, data=form).status_code == 303
    assert "Helen Ashdown decides" in social_worker.get(f"{family.url}/authority").text
