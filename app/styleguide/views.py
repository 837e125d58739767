"""One page that shows every building block with made-up content."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app

from app.core import access
from app.core.web import Form, page

blueprint = Blueprint("styleguide", __name__)

_NAMES = (
    "Lisa Moss",
    "Tom Hartley",
    "Priya Nair",
    "Grace Okafor",
    "Daniel Whitcombe",
    "Maria Kowalska",
    "Jo Bell",
    "Amina Yusuf",
)


@dataclass(frozen=True)
class SamplePerson:
    """As much of a person as a face needs."""

    id: int
    name: str


@blueprint.get("/styleguide")
@access.public
def show() -> Response:
    """Everything the templates can be built from."""
    return page("styleguide/index.html", status=200, **samples())


def samples() -> dict[str, Any]:
    """Made-up content; nothing here comes from the database."""
    return {
        "people": [SamplePerson(number, name) for number, name in enumerate(_NAMES)],
        "empty_form": Form(),
        "refused_form": Form(
            {"email": "lisa@", "note": "Running late."},
            {
                "email": "Enter an e-mail address, like lisa@example.org.",
                "role": "Choose what they will be.",
            },
        ),
        "colours": [
            ("paper", "the table"),
            ("paper-deep", "a dent in it"),
            ("surface", "cards"),
            ("ink", "words"),
            ("ink-soft", "quieter words"),
            ("line", "edges of cards"),
            ("edge", "edges of controls"),
            ("honey", "the accent"),
            ("honey-soft", "mine, here, new"),
            ("do", "do it"),
            ("warn", "look out"),
            ("stop", "stop"),
            ("calm", "good to know"),
        ],
        "icons": _icons(),
    }


def _icons() -> list[str]:
    """The names in the sprite."""
    sprite = Path(current_app.root_path, "static", "img", "icons.svg").read_text()
    return re.findall(r'<symbol id="([^"]+)"', sprite)
