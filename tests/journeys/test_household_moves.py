"""A support worker invites a family, one of its carers joins, and the family changes its Hive."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey


def test_a_family_is_invited_joins_and_moves(phone: Callable[..., Page]):
    leader = phone()
    sign_in(leader, "priya")
    leader.goto("/hives/1")
    leader.get_by_role("link", name="Invite a family").click()
    leader.get_by_label("Name of the family").fill("The Newbury family")
    leader.get_by_label("Connected carers").check()
    first, second = leader.locator("fieldset.carer").nth(0), leader.locator("fieldset.carer").nth(1)
    first.get_by_label("Name").fill("Joy Newbury")
    first.get_by_label("E-mail address").fill("joy@example.org")
    second.get_by_label("Name").fill("Mike Newbury")
    leader.get_by_role("button", name="Invite the family").click()

    # One address was forgotten: it is said, and nothing typed is lost.
    expect(leader.locator(".error-summary")).to_contain_text("an e-mail address for Mike Newbury")
    expect(first.get_by_label("Name")).to_have_value("Joy Newbury")
    second.get_by_label("E-mail address").fill("mike@example.org")
    leader.get_by_role("button", name="Invite the family").click()
    leader.wait_for_url("**/households/*/invitations")
    expect(leader.locator(".pass__code")).to_have_count(2)
    link = leader.locator("[data-copy-text]").first.get_attribute("data-copy-text")
    assert link

    # Joy joins by her link and finds the room.
    joy = phone()
    joy.goto(link)
    joy.locator("input[name=password]").fill("kettle garden otter")
    joy.locator("main button[type=submit]").first.click()
    joy.wait_for_url("**/welcome")
    joy.goto("/chat")
    old_room = joy.locator("a[href^='/chat/rooms/']").first.get_attribute("href")
    assert old_room
    assert joy.goto(old_room).status == 200  # type: ignore[union-attr]

    # The family's page shows who is there and who is expected; then it moves.
    leader.get_by_role("link", name="Open the family").click()
    expect(leader.get_by_text("Joy Newbury")).to_be_visible()
    expect(leader.get_by_text("Invited, can join until")).to_be_visible()
    leader.get_by_role("link", name="Move to another Hive").click()
    expect(leader.get_by_label("Basingstoke Hive")).to_be_disabled()
    leader.get_by_label("Gosport Hive").check()
    leader.get_by_role("button", name="Move the family").click()
    expect(leader.get_by_role("status").first).to_contain_text("The family has moved.")

    # Nobody of the old Hive is followed into its room any more.
    assert joy.goto(old_room).status == 404  # type: ignore[union-attr]
    joy.goto("/chat")
    expect(joy.get_by_text("Gosport Hive").first).to_be_visible()
    new_room = joy.locator("a[href^='/chat/rooms/']").first.get_attribute("href")
    assert new_room != old_room
    assert joy.goto(new_room or "").status == 200  # type: ignore[union-attr]
