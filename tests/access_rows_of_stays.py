"""What the pages of a stay answer each role: more rows of `test_access_matrix.py`.

Both sides of a stay see it, and those who work with the family.
"""

STAY = (303, 200, 200, 200, 200, 404, 404)
STAY_INVALID = (303, 422, 422, 422, 422, 404, 404)
FAMILY_OF_STAY = (303, 200, 404, 404, 404, 404, 404)

STAY_ROWS: dict[tuple[str, str], tuple[int, ...]] = {
    ("bookings.show_stay", "GET"): STAY,
    ("bookings.write_arrived", "POST"): (303, 409, 409, 409, 403, 404, 404),
    ("bookings.write_gone_home", "POST"): (303, 409, 409, 409, 403, 404, 404),
    ("bookings.show_emergency", "GET"): STAY,
    ("bookings.show_child_card", "GET"): (303, 303, 200, 303, 303, 404, 404),
    ("bookings.show_handover", "GET"): STAY,
    ("bookings.show_handover", "POST"): (303, 303, 403, 403, 403, 404, 404),
    ("bookings.show_my_stay", "GET"): FAMILY_OF_STAY,
    ("bookings.show_packing", "GET"): STAY,
    ("bookings.pack_thing", "POST"): STAY_INVALID,
    ("bookings.pack_usual_things", "POST"): (303, 303, 303, 403, 403, 404, 404),
    ("bookings.tick_thing", "POST"): STAY_INVALID,
    ("bookings.show_notes", "GET"): STAY,
    ("bookings.show_notes", "POST"): STAY_INVALID,
    ("bookings.give_medicine", "GET"): (303, 404, 200, 404, 404, 404, 404),
    ("bookings.give_medicine", "POST"): STAY_INVALID,
    ("bookings.show_after", "GET"): STAY,
    ("bookings.thank", "POST"): STAY_INVALID,
    ("bookings.tell_words", "GET"): FAMILY_OF_STAY,
    ("bookings.tell_words", "POST"): (303, 422, 404, 404, 404, 404, 404),
}
