"""Photos and a document in the first Hive's room: drawn when the demo is loaded."""

import io
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.chat.contents import examined
from app.chat.models import Attachment, Message, Room
from app.chat.services import small
from app.core.extensions import db
from app.core.storage import storage
from app.demo.cast import Cast

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw as Brush

SIZE = (960, 720)


def hang_files(cast: Cast, room: Room) -> None:
    """Hang what was drawn on the messages it belongs to."""
    for seq, files in FILES.items():
        message = db.session.query(Message).filter_by(room_id=room.id, seq=seq).one()
        for position, (name, make) in enumerate(files):
            _hang(cast, message, position, name, make())
        message.attachment_count = len(files)


def _hang(cast: Cast, message: Message, position: int, name: str, content: bytes) -> None:
    taken = examined(content, name)
    key = f"{cast.chance.getrandbits(192):048x}"
    storage().keep(key, taken.content)
    if taken.thumbnail is not None:
        storage().keep(small(key), taken.thumbnail)
    db.session.add(
        Attachment(
            client_id=uuid.UUID(int=cast.chance.getrandbits(128), version=4),
            uploader_id=message.author_id,
            room_id=message.room_id,
            message_id=message.id,
            position=position,
            kind=taken.kind,
            name=taken.name,
            media_type=taken.media_type,
            size=len(taken.content),
            width=taken.width,
            height=taken.height,
            key=key,
            created_at=message.sent_at,
        )
    )


def drawn(paper: str, draw: "Callable[[Brush], None]", size: tuple[int, int] = SIZE) -> bytes:
    """A picture as a PNG file, on paper of a colour."""
    # Here, so that a server that only serves does without.
    from PIL import Image, ImageDraw

    image = Image.new("RGB", size, paper)
    draw(ImageDraw.Draw(image))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def shoes() -> bytes:
    """Two school shoes on a mat."""

    def draw(brush: "Brush") -> None:
        brush.rectangle((60, 470, 900, 680), fill="#c9a06a")
        for left in (130, 520):
            brush.rounded_rectangle((left, 330, left + 150, 560), 50, fill="#2d2a32")
            brush.rounded_rectangle((left, 440, left + 320, 560), 60, fill="#2d2a32")
            brush.rectangle((left, 545, left + 320, 580), fill="#17151a")
            brush.line((left + 150, 450, left + 230, 470), fill="#e9e2d5", width=12)

    return drawn("#efe4d0", draw)


def bunting() -> bytes:
    """Paper flags on a string."""

    def draw(brush: "Brush") -> None:
        brush.arc((-200, -520, 1160, 300), 20, 160, fill="#5b4a36", width=6)
        for nth, colour in enumerate(("#d9483b", "#f2b233", "#3b7a57", "#3d6f99", "#a64d79")):
            left, top = 70 + nth * 170, 210 + (2 - abs(2 - nth)) * 40
            brush.polygon([(left, top), (left + 140, top), (left + 70, top + 190)], fill=colour)

    return drawn("#fdf6e6", draw)


def bees() -> bytes:
    """Three bees of cardboard."""

    def draw(brush: "Brush") -> None:
        for left, top in ((110, 330), (370, 150), (600, 400)):
            brush.ellipse((left + 60, top - 90, left + 160, top + 30), fill="#dbe9ee")
            brush.ellipse((left + 120, top - 80, left + 220, top + 30), fill="#c8dde5")
            brush.ellipse((left, top, left + 260, top + 170), fill="#f2b233")
            for stripe in (80, 140, 200):
                brush.rectangle(
                    (left + stripe, top + 8, left + stripe + 24, top + 162), fill="#33291c"
                )
            brush.ellipse((left + 28, top + 60, left + 52, top + 84), fill="#33291c")

    return drawn("#cfe3c8", draw)


def rainbow() -> bytes:
    """A rainbow over hills, painted upright."""

    def draw(brush: "Brush") -> None:
        colours = ("#d9483b", "#ee8a34", "#f2b233", "#4b9560", "#3d6f99", "#7a5aa0")
        for nth, colour in enumerate(colours):
            inset = 40 + nth * 34
            brush.arc((inset, 160 + inset, 720 - inset, 1000), 180, 360, fill=colour, width=34)
        brush.ellipse((-200, 640, 520, 1200), fill="#6ea15f")
        brush.ellipse((260, 700, 1000, 1300), fill="#5a8c4d")

    return drawn("#e6f0f6", draw, (720, 960))


def dates() -> bytes:
    """A page with the dates of courses."""
    lines = ("Evening courses", "Mon 12: Attachment", "Wed 21: Sleep", "Thu 29: Teenagers online")
    words = " T* ".join(f"({line}) Tj" for line in lines)
    font = "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    stream = f"BT /F1 24 Tf 72 720 Td 36 TL {words} ET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources{font}>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
    ]
    page, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(page))
        page += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(parts) + 1
    at = len(page)
    page += f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R>>\n"
    return f"{page}startxref\n{at}\n%%EOF\n".encode()


#: By the number of their message in the conversation.
FILES: dict[int, list[tuple[str, Callable[[], bytes]]]] = {
    2: [("bunting.png", bunting), ("bees.png", bees), ("rainbow.png", rainbow)],
    5: [("shoes.png", shoes)],
    8: [("Evening courses this term.pdf", dates)],
}
