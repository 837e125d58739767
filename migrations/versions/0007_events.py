"""Events: what is on, who comes, the register, the words afterwards, calendar feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "event_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("begins_at", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("made_until", sa.Date(), nullable=True),
        sa.Column("goes_on_from_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["goes_on_from_id"],
            ["event_series.id"],
            name=op.f("fk_event_series_goes_on_from_id_event_series"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_series")),
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_calendar_feeds_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "family_social",
                "support_group",
                "training",
                "team_meeting",
                "activity_week",
                name="eventkind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "families",
                "carers",
                "support_workers",
                name="audience_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "cancelled",
                name="eventstate_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("about", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_all_day", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("cost", sa.String(length=100), server_default=sa.text("''"), nullable=False),
        sa.Column("bring", sa.String(length=500), server_default=sa.text("''"), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("household_places", sa.Integer(), nullable=True),
        sa.Column("household_taken", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_county", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "cancelled_why", sa.String(length=500), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("evening_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("soon_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("series_day", sa.Date(), nullable=True),
        sa.Column("is_own", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f("ck_events_cancelled")
        ),
        sa.CheckConstraint(
            "(series_id IS NULL) = (series_day IS NULL)", name=op.f("ck_events_day_of_series")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_events_ends_after_start")),
        sa.CheckConstraint(
            "household_places IS NULL OR household_taken <= household_places",
            name=op.f("ck_events_families_fit"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_events_created_by_id_people")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_events_room_id_rooms")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["event_series.id"], name=op.f("fk_events_series_id_event_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint(
            "created_by_id", "client_id", name=op.f("uq_events_created_by_id_client_id")
        ),
        sa.UniqueConstraint("series_id", "series_day", name=op.f("uq_events_series_id_series_day")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_ends_at", ["ends_at"], unique=False)
        batch_op.create_index("ix_events_starts_at", ["starts_at"], unique=False)

    op.create_table(
        "event_hives",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("hive_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_hives_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["hive_id"], ["hives.id"], name=op.f("fk_event_hives_hive_id_hives")
        ),
        sa.PrimaryKeyConstraint("event_id", "hive_id", name=op.f("pk_event_hives")),
    )
    with op.batch_alter_table("event_hives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_hives_hive_id"), ["hive_id"], unique=False)

    op.create_table(
        "event_hosts",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_hosts_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_event_hosts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("event_id", "person_id", name=op.f("pk_event_hosts")),
    )
    with op.batch_alter_table("event_hosts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_hosts_person_id"), ["person_id"], unique=False)

    op.create_table(
        "event_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("name", sa.String(length=100), server_default=sa.text("''"), nullable=False),
        sa.Column("place", sa.String(length=100), server_default=sa.text("''"), nullable=False),
        sa.Column("address", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
        sa.Column("year_from", sa.Integer(), nullable=True),
        sa.Column("year_to", sa.Integer(), nullable=True),
        sa.Column("child_places", sa.Integer(), nullable=True),
        sa.Column("child_taken", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_queued", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("age_from <= age_to", name=op.f("ck_event_parts_ages_in_order")),
        sa.CheckConstraint(
            "child_places IS NULL OR child_taken <= child_places",
            name=op.f("ck_event_parts_children_fit"),
        ),
        sa.CheckConstraint("child_taken >= 0", name=op.f("ck_event_parts_nobody_owed")),
        sa.CheckConstraint("year_from <= year_to", name=op.f("ck_event_parts_years_in_order")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_parts_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_parts")),
        sa.UniqueConstraint("event_id", "position", name=op.f("uq_event_parts_event_id_position")),
    )
    op.create_table(
        "sign_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "going",
                "asking",
                "waiting",
                "offered",
                "withdrawn",
                "lapsed",
                "refused",
                name="signupstate_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("party", sa.Uuid(), nullable=False),
        sa.Column("queue_number", sa.Integer(), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_up_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("photos_ok", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "eagerness",
            sa.Enum(
                "cant_wait",
                "not_sure",
                "dont_want",
                name="eagerness_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("put_forward_why", sa.String(length=200), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_why", sa.Text(), nullable=True),
        sa.Column("is_walk_in", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (state IN ('going', 'asking', 'waiting', 'offered'))",
            name=op.f("ck_sign_ups_ended_or_live"),
        ),
        sa.CheckConstraint(
            "(state = 'offered') = (offered_until IS NOT NULL)",
            name=op.f("ck_sign_ups_offered_for_a_time"),
        ),
        sa.CheckConstraint(
            "(child_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_sign_ups_child_or_adult")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_sign_ups_answered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_sign_ups_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_sign_ups_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_sign_ups_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["event_parts.id"], name=op.f("fk_sign_ups_part_id_event_parts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_ups_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["signed_up_by_id"], ["people.id"], name=op.f("fk_sign_ups_signed_up_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
    )
    with op.batch_alter_table("sign_ups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ups_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_ups_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sign_ups_household_id"), ["household_id"], unique=False
        )
        batch_op.create_index(
            "ix_sign_ups_offered_until",
            ["offered_until"],
            unique=False,
            sqlite_where=sa.text("offered_until IS NOT NULL"),
            postgresql_where=sa.text("offered_until IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_sign_ups_part_id"), ["part_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_ups_party"), ["party"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_ups_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sign_ups_signed_up_by_id"), ["signed_up_by_id"], unique=False
        )
        batch_op.create_index(
            "uq_sign_ups_child",
            ["event_id", "child_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND child_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND child_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_sign_ups_person",
            ["event_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND person_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND person_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_sign_ups_queue",
            ["part_id", "queue_number"],
            unique=True,
            sqlite_where=sa.text("queue_number IS NOT NULL"),
            postgresql_where=sa.text("queue_number IS NOT NULL"),
        )

    op.create_table(
        "event_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column(
            "feeling",
            sa.Enum(
                "great",
                "good",
                "okay",
                "not_good",
                name="feeling_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("first", sa.String(length=30), server_default=sa.text("''"), nullable=False),
        sa.Column("second", sa.String(length=30), server_default=sa.text("''"), nullable=False),
        sa.Column("third", sa.String(length=30), server_default=sa.text("''"), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_up_id"], ["sign_ups.id"], name=op.f("fk_event_words_sign_up_id_sign_ups")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_words")),
        sa.UniqueConstraint("sign_up_id", name=op.f("uq_event_words_sign_up_id")),
    )
    op.create_table(
        "register_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "arrived",
                "gone_home",
                "absent",
                "cleared",
                name="markkind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("collected_by", sa.Text(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["people.id"], name=op.f("fk_register_marks_marked_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"], ["sign_ups.id"], name=op.f("fk_register_marks_sign_up_id_sign_ups")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_marks")),
        sa.UniqueConstraint(
            "marked_by_id", "client_id", name=op.f("uq_register_marks_marked_by_id_client_id")
        ),
    )
    with op.batch_alter_table("register_marks", schema=None) as batch_op:
        batch_op.create_index("ix_register_marks_newest", ["sign_up_id", "marked_at"], unique=False)


def downgrade():
    with op.batch_alter_table("register_marks", schema=None) as batch_op:
        batch_op.drop_index("ix_register_marks_newest")

    op.drop_table("register_marks")
    op.drop_table("event_words")
    with op.batch_alter_table("sign_ups", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sign_ups_queue",
            sqlite_where=sa.text("queue_number IS NOT NULL"),
            postgresql_where=sa.text("queue_number IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_sign_ups_person",
            sqlite_where=sa.text("ended_at IS NULL AND person_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND person_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_sign_ups_child",
            sqlite_where=sa.text("ended_at IS NULL AND child_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND child_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_sign_ups_signed_up_by_id"))
        batch_op.drop_index(batch_op.f("ix_sign_ups_person_id"))
        batch_op.drop_index(batch_op.f("ix_sign_ups_party"))
        batch_op.drop_index(batch_op.f("ix_sign_ups_part_id"))
        batch_op.drop_index(
            "ix_sign_ups_offered_until",
            sqlite_where=sa.text("offered_until IS NOT NULL"),
            postgresql_where=sa.text("offered_until IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_sign_ups_household_id"))
        batch_op.drop_index(batch_op.f("ix_sign_ups_event_id"))
        batch_op.drop_index(batch_op.f("ix_sign_ups_child_id"))

    op.drop_table("sign_ups")
    op.drop_table("event_parts")
    with op.batch_alter_table("event_hosts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_hosts_person_id"))

    op.drop_table("event_hosts")
    with op.batch_alter_table("event_hives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_hives_hive_id"))

    op.drop_table("event_hives")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index("ix_events_starts_at")
        batch_op.drop_index("ix_events_ends_at")

    op.drop_table("events")
    op.drop_table("calendar_feeds")
    op.drop_table("event_series")
