"""The link of an invitation: signed with the app's key, so that it need not be stored."""

import segno
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from markupsafe import Markup

from app.invitations.models import Invitation


def token_of(invitation: Invitation) -> str:
    """What stands behind `/join/` in the link."""
    return str(_serializer().dumps([invitation.id, invitation.serial]))


def read_token(token: str) -> tuple[int, int] | None:
    """The invitation's id and serial, or None when the link was not made here."""
    try:
        invitation_id, serial = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(invitation_id), int(serial)


def link_of(invitation: Invitation) -> str:
    """The whole address, for an e-mail or a QR code."""
    return f"{current_app.extensions['hive_config'].base_url}/join/{token_of(invitation)}"


def qr_code(link: str) -> Markup:
    """`link` as an SVG picture, black on white also in the dark: cameras want it so."""
    picture = segno.make(link, error="m", micro=False)
    # The size comes from the stylesheet; the words beside the picture say what it is.
    return Markup(  # noqa: S704 - segno draws it from the link alone
        picture.svg_inline(omitsize=True, border=4, light="#fff", svgclass="qr", lineclass=None)
    )


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="invitation")
