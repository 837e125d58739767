"""Pictures of a host's home in the demo county: drawn when the demo is loaded."""

import random
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from app.bookings.models import HomePicture
from app.bookings.services.home_pictures import small
from app.core import clock
from app.core.extensions import db
from app.core.storage import storage
from app.demo.cast import Home
from app.demo.files import drawn

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw as Brush


def hang_pictures(chance: random.Random, host: Home) -> None:
    """The room with two beds, the dog, and the swing."""
    # 8 MB of code that a process without photos does without.
    from app.core import pictures

    for position, (caption, content) in enumerate(
        (("Your room", _room()), ("Biscuit", _dog()), ("The swing", _swing()))
    ):
        redrawn = pictures.redraw(content)
        key = f"{chance.getrandbits(192):048x}"
        storage().keep(key, redrawn.content)
        storage().keep(small(key), redrawn.thumbnail)
        db.session.add(
            HomePicture(
                household_id=host.household.id,
                position=position,
                caption=caption,
                stored_name=key,
                thumb_name=small(key),
                width=redrawn.width,
                height=redrawn.height,
                size=len(redrawn.content),
                added_by_id=host.carers[0].id,
                added_at=clock.now() - timedelta(days=20),
                client_id=uuid.UUID(int=chance.getrandbits(128), version=4),
            )
        )


def _room() -> bytes:
    """Two beds by a window, and a blue lamp between them."""

    def draw(brush: "Brush") -> None:
        brush.rectangle((0, 560, 960, 720), fill="#c9a06a")
        brush.rectangle((330, 70, 630, 300), fill="#bfe0ee", outline="#fffdf9", width=14)
        brush.line((480, 70, 480, 300), fill="#fffdf9", width=10)
        for left, cover in ((60, "#d9483b"), (600, "#3b7a57")):
            brush.rounded_rectangle((left, 380, left + 300, 620), 24, fill="#8a5a34")
            brush.rounded_rectangle((left + 14, 400, left + 286, 600), 20, fill="#fffdf9")
            brush.rounded_rectangle((left + 14, 480, left + 286, 600), 20, fill=cover)
        brush.rectangle((440, 500, 520, 620), fill="#8a5a34")
        brush.polygon([(445, 470), (515, 470), (500, 400), (460, 400)], fill="#3d6f99")
        brush.rectangle((474, 470, 486, 500), fill="#5b4a36")

    return drawn("#f3e6cf", draw)


def _dog() -> bytes:
    """A small dog in a basket."""

    def draw(brush: "Brush") -> None:
        brush.ellipse((180, 440, 780, 640), fill="#8a5a34")
        brush.ellipse((220, 420, 740, 590), fill="#e9d5b0")
        brush.ellipse((300, 330, 660, 560), fill="#b87a3d")
        brush.ellipse((380, 190, 600, 410), fill="#c98d4f")
        brush.ellipse((345, 200, 425, 350), fill="#8a5a34")
        brush.ellipse((555, 200, 635, 350), fill="#8a5a34")
        for left in (430, 520):
            brush.ellipse((left, 270, left + 26, 296), fill="#2d2a32")
        brush.ellipse((468, 320, 512, 354), fill="#2d2a32")

    return drawn("#dbe7da", draw)


def _swing() -> bytes:
    """A swing on a tree."""

    def draw(brush: "Brush") -> None:
        brush.rectangle((0, 560, 960, 720), fill="#6ea15f")
        brush.rectangle((160, 200, 230, 600), fill="#6b4a2b")
        brush.ellipse((20, 30, 420, 330), fill="#4b8a4f")
        brush.rectangle((200, 220, 720, 246), fill="#6b4a2b")
        for left in (540, 680):
            brush.line((left, 240, left, 520), fill="#5b4a36", width=8)
        brush.rounded_rectangle((520, 510, 700, 536), 8, fill="#d9483b")

    return drawn("#cfe6f2", draw)
