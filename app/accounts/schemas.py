"""What comes in through the sign-in pages and from people about themselves."""

from marshmallow import fields

from app.core.schema_fields import UKPhone
from app.core.schemas import EmailAddress, HiveSchema, Password, PlainText


class SignInSchema(HiveSchema):
    """Address and password."""

    email = EmailAddress()
    password = Password()


class AskCodeSchema(HiveSchema):
    """The address a code is to go to."""

    email = EmailAddress()


class UseCodeSchema(HiveSchema):
    """A code from an e-mail and the new password."""

    email = EmailAddress()
    code = PlainText(missing="Enter the code from the e-mail.", longest=40)
    password = Password("Choose a new password.")


class ProfileSchema(HiveSchema):
    """How somebody is called, and where they are rung."""

    name = PlainText(missing="Enter your name.", longest=100)
    phone = UKPhone()
    #: Whether the others of their rooms see when they have Hive open.
    shows_online = fields.Boolean(load_default=False)
