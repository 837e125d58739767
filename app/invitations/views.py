"""Pages to invite people, and the page an invited person lands on."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.browser import keep_signed_in, this_browser, this_network
from app.accounts.queries import person_by_email
from app.accounts.services import start_device
from app.core import access
from app.core.carer_rows import ROWS
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.roles import Role
from app.core.web import Form, page
from app.families.models import HouseholdKind
from app.families.policy import can_change_household
from app.families.queries import household_for, households_of, places_taken
from app.hives.models import Hive
from app.hives.policy import can_invite, roles_to_invite
from app.hives.queries import hive_for
from app.invitations import links, queries, schemas, services
from app.invitations.models import Invitation, InvitationState

blueprint = Blueprint("invitations", __name__)

_LEADERS = (Role.SUPPORT_WORKER, Role.MANAGER)


def _hive_to_invite_into(hive_id: int) -> Hive:
    hive = hive_for(access.actor(), hive_id)
    if not can_invite(access.actor(), hive):
        raise NotAllowed("Only a support worker of this Hive can invite people into it.")
    return hive


@blueprint.get("/hives/<int:hive_id>/invitations")
@access.roles(*_LEADERS)
def list_invitations(hive_id: int) -> Response:
    """Everybody invited into a Hive, and what became of it."""
    hive = _hive_to_invite_into(hive_id)
    return page("invitations/list.html", hive=hive, invitations=queries.invitations_to(hive))


@blueprint.route("/hives/<int:hive_id>/invite", methods=["GET", "POST"])
@access.roles(*_LEADERS)
def invite(hive_id: int) -> AnyResponse:
    """Invite somebody into a Hive."""
    return _invite(_hive_to_invite_into(hive_id))


@blueprint.route("/hives/<int:hive_id>/invite-household", methods=["GET", "POST"])
@access.roles(*_LEADERS)
def invite_household(hive_id: int) -> AnyResponse:
    """Invite a whole family into a Hive: the household and its carers, in one piece."""
    hive = _hive_to_invite_into(hive_id)
    form, status = Form.submitted(), 200
    if request.method == "POST":
        try:
            with form.showing_errors():
                data = form.load(schemas.InviteHouseholdSchema())
                made = services.invite_household(actor=access.actor(), hive=hive, **data)
                return redirect(url_for("invitations.list_household", household_id=made.id), 303)
        except Conflict as full:
            form.errors, status = {"form": full.detail}, full.status
    return page(
        "invitations/invite_household.html",
        status=status,
        hive=hive,
        form=form,
        taken=places_taken([hive.id])[hive.id],
        kinds=[(kind.value, kind.label) for kind in HouseholdKind],
        rows=ROWS,
    )


@blueprint.get("/households/<int:household_id>/invitations")
@access.roles(*_LEADERS)
def list_household(household_id: int) -> Response:
    """The links and QR codes of everybody invited into a family, to hand over on the spot."""
    actor = access.actor()
    household = household_for(actor, household_id)
    if not can_change_household(actor, household):
        raise NotAllowed("Only a support worker of their Hive or a manager can see this.")
    invitations = queries.invitations_of(household)
    replaced = queries.replaced_by(invitations)
    return page(
        "invitations/household.html",
        household=household,
        invitations=[
            {"invitation": each, "replaced": replaced.get(each.id), **_pass_of(each)}
            for each in invitations
        ],
    )


def _pass_of(invitation: Invitation) -> dict[str, Any]:
    """The link of an invitation that can be taken up, and its picture; nothing of another one."""
    is_waiting = invitation.state is InvitationState.WAITING
    link = links.link_of(invitation) if is_waiting else None
    return {"link": link, "qr_svg": links.qr_code(link) if link else None}


@blueprint.get("/county/invitations")
@access.roles(Role.MANAGER)
def list_county_invitations() -> Response:
    """Everybody invited to a county-wide role."""
    return page(
        "invitations/list.html",
        hive=None,
        invitations=queries.county_invitations(access.actor()),
    )


@blueprint.route("/county/invite", methods=["GET", "POST"])
@access.roles(Role.MANAGER)
def invite_to_county() -> AnyResponse:
    """Invite a manager or a social worker."""
    return _invite(None)


def _invite(hive: Hive | None) -> AnyResponse:
    actor = access.actor()
    form, status = Form.submitted(), 200
    if request.method == "POST":
        try:
            with form.showing_errors():
                data = form.load(schemas.InviteSchema())
                invitation = services.invite(actor=actor, hive=hive, **data)
                return redirect(
                    url_for("invitations.show_invitation", invitation_id=invitation.id), 303
                )
        except Conflict as full:
            form.errors, status = {"household": full.detail}, full.status
    else:
        form.values["household"] = request.args.get("household", "")
    households = [(each.id, each.name) for each in households_of(hive)] if hive else []
    return page(
        "invitations/invite.html",
        status=status,
        hive=hive,
        form=form,
        roles=[(role.value, role.label) for role in roles_to_invite(actor, hive)],
        households=households,
    )


@blueprint.get("/invitations/<int:invitation_id>")
@access.roles(*_LEADERS)
def show_invitation(invitation_id: int) -> Response:
    """The link and its QR code, to hand over on the spot."""
    invitation = queries.invitation_for(access.actor(), invitation_id)
    return page(
        "invitations/show.html",
        invitation=invitation,
        state=invitation.state,
        replaced=queries.replaced_by([invitation]).get(invitation.id),
        **_pass_of(invitation),
    )


@blueprint.post("/invitations/<int:invitation_id>/revoke")
@access.roles(*_LEADERS)
def revoke(invitation_id: int) -> AnyResponse:
    """Take an invitation back."""
    services.revoke(actor=access.actor(), invitation_id=invitation_id)
    return redirect(url_for("invitations.show_invitation", invitation_id=invitation_id), 303)


@blueprint.post("/invitations/<int:invitation_id>/resend")
@access.roles(*_LEADERS)
def resend(invitation_id: int) -> AnyResponse:
    """Send a new link."""
    services.resend(actor=access.actor(), invitation_id=invitation_id)
    return redirect(url_for("invitations.show_invitation", invitation_id=invitation_id), 303)


@blueprint.route("/join/<token>", methods=["GET", "POST"])
@access.public
def join(token: str) -> AnyResponse:
    """Where an invited person lands: choose a password, and be in."""
    invitation = services.invitation_by_token(token)
    if invitation is None or invitation.state is not InvitationState.WAITING:
        return _closed(invitation)
    has_account = person_by_email(invitation.email) is not None
    form = Form.submitted()
    form.values.setdefault("name", invitation.name)
    if request.method == "POST":
        schema = schemas.JoinAgainSchema() if has_account else schemas.JoinSchema()
        with form.showing_errors():
            data = form.load(schema)
            try:
                person = services.join(token=token, network=this_network(), **data)
            except NotFound:
                return _closed(services.invitation_by_token(token))
            before = access.device() if current_user.is_authenticated else None
            keep_signed_in(start_device(person, device_name=this_browser(), replacing=before))
            return redirect(_first_page(invitation.role), 303)
    return page("invitations/join.html", invitation=invitation, form=form, has_account=has_account)


def _first_page(role: Role) -> str:
    """Carers are shown who is who; whoever works for the county begins at Home."""
    if role in {Role.CARER, Role.LINK_CARER}:
        return url_for("home.show_guide")
    return url_for("home.show", welcome=1)


def _closed(invitation: Invitation | None) -> Response:
    reason = "unknown"
    if invitation is not None:
        reason = {"joined": "used"}.get(invitation.state, invitation.state.value)
        if invitation.state is InvitationState.REVOKED and queries.has_newer(invitation):
            reason = "replaced"
    return page(
        "invitations/closed.html",
        status=410,
        reason=reason,
        inviter_name=invitation.invited_by.name if invitation else None,
    )
