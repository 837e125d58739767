"""Bookings: hosts and their time, sleepovers and day care, the stays.

That no child is in two stays at once, and no bed taken twice, the database holds by itself: with
exclusion constraints on PostgreSQL, on SQLite with triggers. SQLite has one writer, so what a
trigger has looked at can't change before the write it looks at is done.

A later migration that rebuilds `stays` on SQLite (a batch) loses the triggers: it makes them
again with `for trigger in SQLITE_TRIGGERS`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_OVERLAPS = """
SELECT 1 FROM stays AS other
WHERE other.id IS NOT new.id AND other.host_id IS NOT NULL
  AND other.starts_at < new.ends_at AND other.ends_at > new.starts_at AND
"""
_RULES = {
    "stays_child_once": "other.child_id = new.child_id",
    "stays_bed_once": "other.host_id = new.host_id AND other.bed = new.bed",
}
SQLITE_TRIGGERS = tuple(
    f"""
    CREATE TRIGGER {name}_on_{when.split()[0].lower()} BEFORE {when} ON stays
    WHEN new.host_id IS NOT NULL AND EXISTS ({_OVERLAPS} {rule})
    BEGIN SELECT RAISE(ABORT, '{name}'); END
    """
    for name, rule in _RULES.items()
    for when in ("INSERT", "UPDATE OF child_id, host_id, bed, starts_at, ends_at")
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE stays ADD CONSTRAINT stays_child_once EXCLUDE USING gist
      (child_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (host_id IS NOT NULL)
    """,
    """
    ALTER TABLE stays ADD CONSTRAINT stays_bed_once EXCLUDE USING gist
      (host_id WITH =, bed WITH =, tstzrange(starts_at, ends_at) WITH &&)
      WHERE (host_id IS NOT NULL)
    """,
)


def upgrade():
    op.create_table(
        "hive_booking_rules",
        sa.Column("hive_id", sa.Integer(), nullable=False),
        sa.Column("confirms_all", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["people.id"],
            name=op.f("fk_hive_booking_rules_changed_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["hive_id"], ["hives.id"], name=op.f("fk_hive_booking_rules_hive_id_hives")
        ),
        sa.PrimaryKeyConstraint("hive_id", name=op.f("pk_hive_booking_rules")),
    )
    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("hive_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sleepover",
                "day_care",
                "tea",
                name="bookingkind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "offered",
                "accepted",
                "confirmed",
                "under_way",
                "finished",
                "declined",
                "withdrawn",
                "cancelled",
                "expired",
                name="bookingstate_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nights", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "rest",
                "appointment",
                "work",
                "family_emergency",
                "settling_in",
                "other",
                name="bookingreason_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "flexibility",
            sa.Enum(
                "fixed",
                "few_hours",
                "other_day",
                name="flexibility_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_urgent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.Column("tea_for_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (state IN ('requested', 'offered', 'accepted', 'confirmed', 'under_way'))",
            name=op.f("ck_bookings_ended_or_live"),
        ),
        sa.CheckConstraint(
            "(kind = 'sleepover') = (nights > 0)", name=op.f("ck_bookings_nights_of_sleepovers")
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'confirmed', 'under_way', 'finished') OR host_id IS NOT NULL",
            name=op.f("ck_bookings_taken_by_a_host"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_bookings_ends_after_start")),
        sa.CheckConstraint(
            "host_id IS NULL OR host_id <> household_id", name=op.f("ck_bookings_not_at_home")
        ),
        sa.CheckConstraint("nights >= 0", name=op.f("ck_bookings_nights_count")),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["people.id"], name=op.f("fk_bookings_accepted_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name=op.f("fk_bookings_asked_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["people.id"], name=op.f("fk_bookings_ended_by_id_people")
        ),
        sa.ForeignKeyConstraint(["hive_id"], ["hives.id"], name=op.f("fk_bookings_hive_id_hives")),
        sa.ForeignKeyConstraint(
            ["host_id"], ["households.id"], name=op.f("fk_bookings_host_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_bookings_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["tea_for_id"], ["bookings.id"], name=op.f("fk_bookings_tea_for_id_bookings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint(
            "asked_by_id", "client_id", name=op.f("uq_bookings_asked_by_id_client_id")
        ),
    )
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_bookings_live",
            ["starts_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index("ix_bookings_of_hive", ["hive_id", "starts_at"], unique=False)
        batch_op.create_index("ix_bookings_of_host", ["host_id", "starts_at"], unique=False)
        batch_op.create_index(
            "ix_bookings_of_household", ["household_id", "starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_bookings_tea_for_id"), ["tea_for_id"], unique=False)

    op.create_table(
        "home_pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(length=100), server_default=sa.text("''"), nullable=False),
        sa.Column("stored_name", sa.String(length=80), nullable=False),
        sa.Column("thumb_name", sa.String(length=80), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_home_pictures_added_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_home_pictures_household_id_households"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_pictures")),
        sa.UniqueConstraint(
            "added_by_id", "client_id", name=op.f("uq_home_pictures_added_by_id_client_id")
        ),
        sa.UniqueConstraint("stored_name", name=op.f("uq_home_pictures_stored_name")),
        sa.UniqueConstraint("thumb_name", name=op.f("uq_home_pictures_thumb_name")),
    )
    with op.batch_alter_table("home_pictures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_home_pictures_household_id"), ["household_id"], unique=False
        )

    op.create_table(
        "host_aways",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_host_aways_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_host_aways_household_id_households")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_aways")),
        sa.UniqueConstraint(
            "household_id", "from_on", name=op.f("uq_host_aways_household_id_from_on")
        ),
    )
    op.create_table(
        "host_days",
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("morning", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("afternoon", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("night", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_host_days_household_id_households")
        ),
        sa.PrimaryKeyConstraint("household_id", "day", name=op.f("pk_host_days")),
    )
    op.create_table(
        "host_homes",
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("welcome", sa.String(length=600), server_default=sa.text("''"), nullable=False),
        sa.Column(
            "lives_here", sa.String(length=300), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("pets", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("has_dog", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("has_cat", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("garden", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("bedroom", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("stairs", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("languages", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("food", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("ages_from", sa.Integer(), nullable=True),
        sa.Column("ages_to", sa.Integer(), nullable=True),
        sa.Column("at_once", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ages_from <= ages_to", name=op.f("ck_host_homes_ages_in_order")),
        sa.CheckConstraint("at_once >= 1", name=op.f("ck_host_homes_takes_somebody")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["people.id"], name=op.f("fk_host_homes_changed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_host_homes_household_id_households")
        ),
        sa.PrimaryKeyConstraint("household_id", name=op.f("pk_host_homes")),
    )
    op.create_table(
        "host_patterns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), server_default="1", nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("morning", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("afternoon", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("night", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "every_weeks BETWEEN 1 AND 4", name=op.f("ck_host_patterns_weeks_known")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_host_patterns_weekday_known")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_host_patterns_household_id_households"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_patterns")),
        sa.UniqueConstraint(
            "household_id", "weekday", name=op.f("uq_host_patterns_household_id_weekday")
        ),
    )
    op.create_table(
        "booking_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "offered",
                "accepted",
                "confirmed",
                "under_way",
                "finished",
                "declined",
                "withdrawn",
                "cancelled",
                "expired",
                name="bookingstate_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_booking_steps_booking_id_bookings")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_booking_steps_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_steps")),
    )
    with op.batch_alter_table("booking_steps", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_booking_steps_booking_id"), ["booking_id"], unique=False
        )

    op.create_table(
        "booking_yeses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "authority",
                "allowance",
                "hive",
                "limit",
                name="yeskind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_yes", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'authority') = (child_id IS NOT NULL)",
            name=op.f("ck_booking_yeses_of_a_child"),
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (is_yes IS NULL)",
            name=op.f("ck_booking_yeses_answered_yes_or_no"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_booking_yeses_answered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_booking_yeses_booking_id_bookings")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_booking_yeses_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_yeses")),
    )
    with op.batch_alter_table("booking_yeses", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_booking_yeses_booking_id"), ["booking_id"], unique=False
        )
        batch_op.create_index(
            "ix_booking_yeses_open",
            ["kind"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.create_index(
            "uq_booking_yeses_of_booking",
            ["booking_id", "kind"],
            unique=True,
            sqlite_where=sa.text("child_id IS NULL"),
            postgresql_where=sa.text("child_id IS NULL"),
        )
        batch_op.create_index(
            "uq_booking_yeses_of_child",
            ["booking_id", "kind", "child_id"],
            unique=True,
            sqlite_where=sa.text("child_id IS NOT NULL"),
            postgresql_where=sa.text("child_id IS NOT NULL"),
        )

    op.create_table(
        "handovers",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("helps", sa.Text(), nullable=False),
        sa.Column("bring", sa.Text(), nullable=False),
        sa.Column("looking_forward", sa.Text(), nullable=False),
        sa.Column(
            "face",
            sa.Enum(
                "great",
                "good",
                "unsure",
                "sad",
                name="stayface_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_handovers_booking_id_bookings")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_handovers_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_handovers_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("booking_id", "child_id", name=op.f("pk_handovers")),
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handovers_child_id"), ["child_id"], unique=False)

    op.create_table(
        "host_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "accepted",
                "offered",
                "declined",
                "closed",
                name="callstate_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("offered_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state <> 'offered' OR offered_starts_at IS NOT NULL",
            name=op.f("ck_host_calls_offer_has_a_time"),
        ),
        sa.CheckConstraint(
            "(offered_starts_at IS NULL) = (offered_ends_at IS NULL)",
            name=op.f("ck_host_calls_offers_a_time"),
        ),
        sa.CheckConstraint(
            "offered_ends_at > offered_starts_at", name=op.f("ck_host_calls_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_host_calls_answered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_host_calls_booking_id_bookings")
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["households.id"], name=op.f("fk_host_calls_host_id_households")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_calls")),
        sa.UniqueConstraint("booking_id", "host_id", name=op.f("uq_host_calls_booking_id_host_id")),
    )
    with op.batch_alter_table("host_calls", schema=None) as batch_op:
        batch_op.create_index("ix_host_calls_of_host", ["host_id", "state"], unique=False)

    op.create_table(
        "packed_things",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("is_packed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_back", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_packed_things_added_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_packed_things_booking_id_bookings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packed_things")),
        sa.UniqueConstraint(
            "added_by_id", "client_id", name=op.f("uq_packed_things_added_by_id_client_id")
        ),
    )
    with op.batch_alter_table("packed_things", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_packed_things_booking_id"), ["booking_id"], unique=False
        )

    op.create_table(
        "stay_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "note",
                "medicine",
                name="staynotekind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'medicine' OR child_id IS NOT NULL",
            name=op.f("ck_stay_notes_given_to_a_child"),
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_stay_notes_booking_id_bookings")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_stay_notes_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_stay_notes_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_notes")),
        sa.UniqueConstraint(
            "written_by_id", "client_id", name=op.f("uq_stay_notes_written_by_id_client_id")
        ),
    )
    with op.batch_alter_table("stay_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stay_notes_booking_id"), ["booking_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stay_notes_child_id"), ["child_id"], unique=False)

    op.create_table(
        "stay_thanks",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_stay_thanks_booking_id_bookings")
        ),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["people.id"], name=op.f("fk_stay_thanks_said_by_id_people")
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_stay_thanks")),
    )
    op.create_table(
        "stay_words",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column(
            "face",
            sa.Enum(
                "great",
                "good",
                "unsure",
                "sad",
                name="stayface_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_stay_words_booking_id_bookings")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_stay_words_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_stay_words_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("booking_id", "child_id", name=op.f("pk_stay_words")),
    )
    with op.batch_alter_table("stay_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stay_words_child_id"), ["child_id"], unique=False)

    op.create_table(
        "stays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("bed", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_home_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("collected_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(host_id IS NULL) = (bed IS NULL)", name=op.f("ck_stays_bed_at_a_host")
        ),
        sa.CheckConstraint("bed >= 1", name=op.f("ck_stays_beds_count_from_one")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_stays_ends_after_start")),
        sa.CheckConstraint(
            "gone_home_at IS NULL OR arrived_at IS NOT NULL",
            name=op.f("ck_stays_gone_after_arriving"),
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_stays_booking_id_bookings")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_stays_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["households.id"], name=op.f("fk_stays_host_id_households")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stays")),
        sa.UniqueConstraint("booking_id", "child_id", name=op.f("uq_stays_booking_id_child_id")),
    )
    with op.batch_alter_table("stays", schema=None) as batch_op:
        batch_op.create_index("ix_stays_of_child", ["child_id", "starts_at"], unique=False)
        batch_op.create_index("ix_stays_of_host", ["host_id", "starts_at"], unique=False)

    with op.batch_alter_table("children", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_on_short_breaks", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    statements = SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for statement in statements:
        op.execute(statement)


def downgrade():
    with op.batch_alter_table("children", schema=None) as batch_op:
        batch_op.drop_column("is_on_short_breaks")

    with op.batch_alter_table("stays", schema=None) as batch_op:
        batch_op.drop_index("ix_stays_of_host")
        batch_op.drop_index("ix_stays_of_child")

    op.drop_table("stays")
    with op.batch_alter_table("stay_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stay_words_child_id"))

    op.drop_table("stay_words")
    op.drop_table("stay_thanks")
    with op.batch_alter_table("stay_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stay_notes_child_id"))
        batch_op.drop_index(batch_op.f("ix_stay_notes_booking_id"))

    op.drop_table("stay_notes")
    with op.batch_alter_table("packed_things", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_packed_things_booking_id"))

    op.drop_table("packed_things")
    with op.batch_alter_table("host_calls", schema=None) as batch_op:
        batch_op.drop_index("ix_host_calls_of_host")

    op.drop_table("host_calls")
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handovers_child_id"))

    op.drop_table("handovers")
    with op.batch_alter_table("booking_yeses", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_booking_yeses_of_child",
            sqlite_where=sa.text("child_id IS NOT NULL"),
            postgresql_where=sa.text("child_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_booking_yeses_of_booking",
            sqlite_where=sa.text("child_id IS NULL"),
            postgresql_where=sa.text("child_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_booking_yeses_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_booking_yeses_booking_id"))

    op.drop_table("booking_yeses")
    with op.batch_alter_table("booking_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_steps_booking_id"))

    op.drop_table("booking_steps")
    op.drop_table("host_patterns")
    op.drop_table("host_homes")
    op.drop_table("host_days")
    op.drop_table("host_aways")
    with op.batch_alter_table("home_pictures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_home_pictures_household_id"))

    op.drop_table("home_pictures")
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bookings_tea_for_id"))
        batch_op.drop_index("ix_bookings_of_household")
        batch_op.drop_index("ix_bookings_of_host")
        batch_op.drop_index("ix_bookings_of_hive")
        batch_op.drop_index(
            "ix_bookings_live",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("bookings")
    op.drop_table("hive_booking_rules")
