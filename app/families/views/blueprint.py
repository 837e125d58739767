"""The blueprint that the pages of families are registered on."""

from flask import Blueprint

blueprint = Blueprint("families", __name__)
