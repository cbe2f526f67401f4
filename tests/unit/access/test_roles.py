"""What each role may do, and that nobody hands out more than they have."""

from __future__ import annotations

import pytest

from verilink.access.roles import GRANTS, WORDS, Capability, Role, may, may_invite


def test_every_role_has_grants_and_a_sentence_about_it() -> None:
    assert set(GRANTS) == set(WORDS) == set(Role)


def test_reviewers_decide_and_see_pictures_but_touch_no_keys_or_settings() -> None:
    assert may(Role.REVIEWER, Capability.DECIDE)
    assert may(Role.REVIEWER, Capability.SEE_IMAGES)
    denied = {Capability.DEVELOP, Capability.WRITE_SETTINGS, Capability.WRITE_USERS, Capability.WRITE_TEMPLATES}
    assert denied.isdisjoint(GRANTS[Role.REVIEWER])


def test_developers_connect_systems_but_see_no_pictures_and_decide_nothing() -> None:
    assert may(Role.DEVELOPER, Capability.DEVELOP)
    assert not may(Role.DEVELOPER, Capability.SEE_IMAGES)
    assert not may(Role.DEVELOPER, Capability.DECIDE)


@pytest.mark.parametrize("invited", list(Role))
def test_only_owners_invite_owners(invited: Role) -> None:
    assert may_invite(Role.OWNER, invited)
    assert may_invite(Role.ADMIN, invited) == (invited is not Role.OWNER)
    assert not may_invite(Role.REVIEWER, invited)
    assert not may_invite(Role.DEVELOPER, invited)
