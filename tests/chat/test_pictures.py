"""A photo says nothing but what it shows; what is not a photo never becomes one."""

import io
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

from app.chat import documents
from app.core import pictures
from app.core.errors import Invalid
from tests.chat.files import (
    PDF,
    PLACE,
    encoded,
    photo,
    photo_with_place,
    png,
    png_with_bomb,
)

register_heif_opener()


def _opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_place_and_phone_are_gone(kind: str):
    taken = photo_with_place(kind=kind)
    assert PLACE in taken
    kept = pictures.redraw(taken)
    for content in (kept.content, kept.thumbnail):
        assert PLACE not in content
        assert not any(name in content for name in (b"EXIF", b"XMP ", b"ICCP"))
        assert dict(_opened(content).getexif()) == {}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_whichever_way_the_phone_was_held(orientation: int):
    kept = pictures.redraw(photo_with_place(orientation))
    is_turned = orientation >= 5
    assert (kept.width, kept.height) == ((480, 640) if is_turned else (640, 480))
    shown = _opened(kept.content).convert("L")
    middle = (shown.width // 2, shown.height // 2)
    light, dark = {
        1: ((middle[0], 470), (middle[0], 10)),
        2: ((middle[0], 470), (middle[0], 10)),
        3: ((middle[0], 10), (middle[0], 470)),
        4: ((middle[0], 10), (middle[0], 470)),
        5: ((470, middle[1]), (10, middle[1])),
        6: ((10, middle[1]), (470, middle[1])),
        7: ((10, middle[1]), (470, middle[1])),
        8: ((470, middle[1]), (10, middle[1])),
    }[orientation]
    assert shown.getpixel(light) > shown.getpixel(dark)


def test_the_size_is_that_of_the_picture_itself():
    kept = pictures.redraw(photo(3000, 2000))
    assert (kept.width, kept.height) == (1600, 1067)
    assert _opened(kept.content).size == (1600, 1067)
    assert _opened(kept.thumbnail).size == (480, 320)
    small = pictures.redraw(photo(40, 30))
    assert _opened(small.content).size == _opened(small.thumbnail).size == (40, 30)


def test_a_very_thin_photo_keeps_a_pixel():
    kept = pictures.redraw(photo(6000, 2, "PNG"))
    assert (kept.width, kept.height) == (1600, 1)


def test_of_something_that_moves_the_first_picture_is_kept():
    first, second = Image.new("RGB", (50, 50), "red"), Image.new("RGB", (50, 50), "blue")
    moving = [("GIF", {}), ("WEBP", {"lossless": True}), ("PNG", {})]
    for kind, how in moving:
        kept = pictures.redraw(encoded(first, kind, save_all=True, append_images=[second], **how))
        shown = _opened(kept.content)
        assert getattr(shown, "n_frames", 1) == 1
        red, _, blue = shown.convert("RGB").getpixel((25, 25))
        assert red > 200 > 60 > blue


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_photos_of_every_kind_of_colour_are_taken(mode: str):
    grey = Image.new("L", (60, 40), 128)
    image = grey.point(lambda v: v * 256, "I").convert(mode) if mode == "I;16" else None
    kind = "JPEG" if mode == "CMYK" else "PNG"
    kept = pictures.redraw(encoded(image or grey.convert("RGB").convert(mode), kind))
    shown = _opened(kept.content).convert("L").getpixel((30, 20))
    assert mode == "1" or 100 < shown < 160


def test_what_can_be_seen_through_stays_so():
    kept = pictures.redraw(encoded(Image.new("RGBA", (60, 40), (255, 0, 0, 0)), "PNG"))
    assert _opened(kept.content).mode == "RGBA"


def test_colours_of_a_profile_are_kept_without_the_profile():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    odd = encoded(Image.new("RGB", (60, 40), (200, 40, 40)), "PNG", icc_profile=profile)
    broken = encoded(Image.new("RGB", (60, 40), (200, 40, 40)), "PNG", icc_profile=b"nonsense")
    for content in (odd, broken):
        kept = pictures.redraw(content)
        assert "icc_profile" not in _opened(kept.content).info
        assert (kept.width, kept.height) == (60, 40)


@pytest.mark.parametrize(
    "content",
    [png(60_000, 60_000), png(10_000, 5_000), png(12_000, 12_000), png(2**31 - 1, 1)],
)
def test_a_photo_that_says_it_is_too_large_is_never_decoded(content: bytes):
    tracemalloc.start()
    with pytest.raises(Invalid, match="40 megapixels"):
        pictures.redraw(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_bomb_in_a_note_is_not_unpacked():
    content = png_with_bomb()
    tracemalloc.start()
    with pytest.raises(Invalid, match="damaged"):
        pictures.redraw(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_forty_megapixels_are_taken():
    kept = pictures.redraw(encoded(Image.new("L", (8_000, 5_000), 90)))
    assert (kept.width, kept.height) == (1600, 1000)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "HEIF"])
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_photo_that_is_not_complete_is_refused(kind: str, part: float):
    noise = Image.effect_noise((400, 300), 80).convert("RGB")
    whole = encoded(noise, kind)
    with pytest.raises(Invalid, match="damaged"):
        pictures.redraw(whole[: int(len(whole) * part)])


BEGINNINGS = [
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    b"GIF89a",
    b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    b"\x00\x00\x00\x18ftypheic",
]


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_nonsense_that_begins_like_a_photo_is_refused_in_words(beginning: bytes, rest: bytes):
    with pytest.raises(Invalid):
        pictures.redraw(beginning + rest)


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=40))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_a_photo_with_changed_bytes_is_drawn_or_refused_and_nothing_else(at: int, put: bytes):
    whole = photo_with_place()
    try:
        kept = pictures.redraw(whole[:at] + put + whole[at + len(put) :])
    except Invalid:
        return
    assert kept.content.startswith(b"RIFF")


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("letter.pdf", "letter.pdf"),
        ("Letter.PDF", "Letter.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Sam\\plan.pdf", "plan.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("a\x00b\r\nc\u200b.pdf", "abc.pdf"),
        ('say "hi" <b>.pdf', "say hi b.pdf"),
        ("  ..  ", "document.pdf"),
        ("", "document.pdf"),
        (None, "document.pdf"),
        ("naïve — brève.pdf", "naïve — brève.pdf"),
    ],
)
def test_names_are_shown_without_tricks(given_name: str | None, shown: str):
    assert documents.name_of(given_name) == shown


def test_a_name_that_is_too_long_is_refused():
    assert len(documents.name_of("x" * 116 + ".pdf")) == 120
    assert len(documents.name_of("x" * 120)) == 120
    with pytest.raises(Invalid, match="too long"):
        documents.name_of("x" * 117 + ".pdf")


@given(st.text(max_size=300))
def test_no_name_holds_a_path_or_an_unseen_sign(name: str):
    try:
        shown = documents.name_of(name)
    except Invalid:
        return
    assert shown.isprintable()
    assert shown.lower().endswith(".pdf")
    assert not set(shown) & set('/\\<>:"|?*\r\n')
    assert len(shown) <= documents.LONGEST_NAME


def test_a_document_is_told_by_its_beginning():
    assert documents.is_document(PDF)
    assert not documents.is_document(b"MZ" + PDF)
    with pytest.raises(Invalid, match="10 MB"):
        documents.check(PDF + bytes(documents.MOST_BYTES))
