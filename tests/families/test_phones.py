"""Phone numbers within what carers wrote."""

import pytest

from app.families.phones import with_phone_links


@pytest.mark.parametrize(
    ("text", "rings"),
    [
        ("Nan 07700 900456, evenings", "07700900456"),
        ("Nan (01962) 841841.", "01962841841"),
        ("+44 (0)7700 900456", "+447700900456"),
        ("School: 01264-350270", "01264350270"),
        ("Lives at 12 High Street since 2019", None),
        ("Born 17 05 2015, sleeps 19 30", None),
        ("Card 4929 1234 5678 9012", None),
        ("a@07700900456.example", None),
    ],
)
def test_phone_numbers_can_be_tapped_and_nothing_else(text: str, rings: str | None):
    shown = with_phone_links(text)
    assert ("tel:" in shown) == (rings is not None)
    if rings:
        assert f'href="tel:{rings}"' in shown


def test_a_phone_link_escapes_what_stands_around_it():
    shown = with_phone_links("<b>Nan</b> 07700 900456 <script>")
    assert shown == (
        '&lt;b&gt;Nan&lt;/b&gt; <a href="tel:07700900456">07700 900456</a> &lt;script&gt;'
    )
