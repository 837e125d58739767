"""The blueprint that the pages of events are registered on."""

from flask import Blueprint

from app.events import words

blueprint = Blueprint("events", __name__)

for each in (
    words.when,
    words.time_on,
    words.day_title,
    words.full_day,
    words.whose,
    words.where,
    words.places_left,
    words.places_words,
    words.are_few,
    words.whom_for,
    words.comes_again,
):
    blueprint.add_app_template_filter(each, f"event_{each.__name__}")
