"""Photos, documents, and what pretends to be one."""

import io
import struct
import uuid
import zlib
from typing import Any

from PIL import Image

PLACE = b"Home of Robin"


def photo(width: int = 640, height: int = 480, kind: str = "JPEG", **settings: Any) -> bytes:
    """A photo with something to see in it: light above, dark below."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    return encoded(image, kind, **settings)


def encoded(image: Image.Image, kind: str = "JPEG", **settings: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **settings)
    return buffer.getvalue()


def photo_with_place(orientation: int = 1, kind: str = "JPEG", **settings: Any) -> bytes:
    """As a phone takes it: with the place, the phone's make, and which way up it was held."""
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (50.0, 54.0, 1.0)
    return photo(kind=kind, exif=exif, **settings)


def png(width: int, height: int, *, extra: bytes = b"", pixels: bytes = b"") -> bytes:
    """A PNG put together by hand: what it says of itself need not be true."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(pixels or bytes(100_000))
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", header), extra, _chunk(b"IDAT", body)]
    ) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checked)


def png_with_bomb(megabytes: int = 80) -> bytes:
    """A small PNG with a note in it that unpacks to a very large one."""
    note = b"Comment\x00\x00" + zlib.compress(bytes(megabytes * 1024 * 1024), 9)
    return png(64, 64, extra=_chunk(b"zTXt", note), pixels=bytes(65 * 64))


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)

#: What must be refused: the file, its name, and a word of what is said about it.
REFUSED: dict[str, tuple[Any, str, str]] = {
    "a 50-megapixel photo": (
        lambda: encoded(Image.new("L", (10_000, 5_000))), "garden.jpg", "40 megapixels",
    ),
    "a renamed executable": (lambda: b"MZ\x90\x00" + bytes(500), "photo.jpg", "photos"),
    "an executable called a document": (lambda: b"\x7fELF" + bytes(500), "letter.pdf", "photos"),
    "an SVG with a script": (lambda: SVG, "drawing.svg", "SVG"),
    "an SVG called a photo": (lambda: b"\xef\xbb\xbf \n" + SVG, "photo.png", "SVG"),
    "a PNG that says it is huge": (lambda: png(60_000, 60_000), "bomb.png", "40 megapixels"),
    "a PNG that says it is larger than large": (
        lambda: png(2**31 - 1, 2**31 - 1), "bomb.png", "40 megapixels",
    ),
    "a PNG with a bomb in a note": (png_with_bomb, "bomb.png", "damaged"),
    "an empty file": (lambda: b"", "photo.jpg", "empty"),
    "half a photo": (lambda: (whole := photo())[: len(whole) // 2], "half.jpg", "damaged"),
    "half a PNG": (lambda: photo(kind="PNG")[:2000], "half.png", "damaged"),
    "a film": (lambda: b"\x00\x00\x00\x20ftypmp42" + bytes(500), "film.mp4", "ilm"),
    "a page": (lambda: b"<!doctype html><script>alert(1)</script>", "photo.jpg", "photos"),
    "a GIF that is a script": (lambda: b"GIF89a/*" + b"*/=alert(1)//" * 9, "p.gif", "damaged"),
    "a photo with a name of 200 letters": (photo, "x" * 196 + ".jpg", "name"),
    "a document with a name of 200 letters": (lambda: PDF, "x" * 196 + ".pdf", "name"),
    "a document of 11 MB": (lambda: PDF + bytes(11 * 1024 * 1024), "big.pdf", "10 MB"),
}  # fmt: skip


def form(content: bytes, name: str = "IMG_2041.jpg", **more: Any) -> dict[str, Any]:
    """An upload as a phone posts it."""
    return {"client_id": str(uuid.uuid4()), "file": (io.BytesIO(content), name), **more}
