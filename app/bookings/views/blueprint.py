"""The blueprint that the pages of bookings are registered on."""

from flask import Blueprint

blueprint = Blueprint("bookings", __name__)
