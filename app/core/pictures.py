"""From whatever a phone sends to a picture that says nothing but what it shows.

Every photo is decoded and drawn anew: what it told of the place, the time and the phone is gone,
and what was not a picture has not survived.
"""

import io
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageCms, ImageOps

from app.core.errors import Invalid

LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 480
#: The file's first bytes say how many it has: a larger one is never decoded.
MOST_PIXELS = 40_000_000
MEDIA_TYPE = "image/webp"

TOO_LARGE = (
    "This photo is too large: Hive takes photos of up to 40 megapixels. Make it smaller, or take "
    "it again with a lower setting of the camera."
)
BROKEN = (
    "This photo is damaged or not complete, so nobody could look at it. Choose it again, or take "
    "a new one."
)

# How a file begins, and the decoder that it is given to. It gets to no other.
_BEGINNINGS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"GIF8": "GIF"}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}

# Smaller by a third than JPEG at the same look. Method 2 takes half the time of the usual 4 and
# gives 3 % more bytes.
_PHOTO = {"quality": 78, "method": 2}
_THUMBNAIL = {"quality": 70, "method": 4}


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept: the picture and a small one, both of `MEDIA_TYPE`; size in pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def decoder_of(content: bytes) -> str | None:
    """Which of the decoders reads this, told by its first bytes; None when it is no photo."""
    for beginning, decoder in _BEGINNINGS.items():
        if content.startswith(beginning):
            return decoder
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    return "HEIF" if content[4:8] == b"ftyp" and content[8:12] in _HEIC else None


def redraw(content: bytes) -> Picture:
    """The photo drawn anew, upright and at most `LONGEST_SIDE` wide and high.

    Of something that moves, the first picture. Raises `Invalid` with words for whoever sent it.
    Takes up to a second and 250 MB: not for the loop that serves everybody.
    """
    decoder = decoder_of(content)
    if decoder is None:
        raise Invalid({"file": BROKEN})
    if decoder == "HEIF":
        _learn_heic()
    try:
        with Image.open(io.BytesIO(content), formats=[decoder]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid({"file": TOO_LARGE})
            return _picture(_shown(opened))
    except Invalid:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid({"file": TOO_LARGE}) from None
    except Exception:  # noqa: BLE001 - a decoder fails in many ways on what a stranger made
        raise Invalid({"file": BROKEN}) from None


def _shown(opened: Image.Image) -> Image.Image:
    """What it shows, small and upright, in the colours every screen knows."""
    image: Image.Image = opened
    if image.mode.startswith("I"):  # grey in 65,536 steps, where screens show 256
        image = image.point(lambda step: step * (1 / 256)).convert("L")
    if image.mode not in {"RGB", "RGBA", "L", "CMYK"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    # Before anything else: all that follows is done with a tenth of the pixels.
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = _in_known_colours(_upright(image))
    return image.convert("RGBA" if _shows_through(image) else "RGB")


def _shows_through(image: Image.Image) -> bool:
    return image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255)


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - what a camera wrote beside the picture may be nonsense
        return image


def _in_known_colours(image: Image.Image) -> Image.Image:
    """Without its profile, a photo of a newer phone would look pale."""
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        wanted = "RGBA" if image.mode == "RGBA" else "RGB"
        known = ImageCms.profileToProfile(
            image, meant, ImageCms.createProfile("sRGB"), outputMode=wanted
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return known or image


def _picture(shown: Image.Image) -> Picture:
    thumbnail = shown.copy()
    thumbnail.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Picture(
        _encoded(shown, _PHOTO), _encoded(thumbnail, _THUMBNAIL), shown.width, shown.height
    )


def _encoded(image: Image.Image, settings: dict[str, int]) -> bytes:
    # Some encoders write down again what the decoder had noted: nothing is left to write.
    image.info = {}
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", exif=b"", xmp=b"", icc_profile=b"", **settings)
    return buffer.getvalue()


@cache
def _learn_heic() -> None:
    """Photos of iPhones. Loaded when the first one comes: most phones send something else."""
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
