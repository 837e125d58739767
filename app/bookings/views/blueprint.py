"""The blueprint that the pages of bookings are registered on."""

from flask import Blueprint

from app.bookings import words

blueprint = Blueprint("bookings", __name__)

for each in words.FILTERS:
    blueprint.add_app_template_filter(each, f"booking_{each.__name__}")
