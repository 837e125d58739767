"""Chat: kinds of rooms, members, replies, marks, attachments, polls, reports."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


KINDS = "kind IN ('hive', 'announcements', 'group', 'direct', 'team', 'link_carers', 'event')"
CATEGORIES = "category IN ('message', 'mention', 'practical')"


def upgrade():
    op.create_table(
        "room_members",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_room_members_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_room_members_room_id_rooms")
        ),
        sa.PrimaryKeyConstraint("room_id", "person_id", name=op.f("pk_room_members")),
    )
    with op.batch_alter_table("room_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_members_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("uploader_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "photo",
                "document",
                name="attachmentkind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind = 'document' OR (width IS NOT NULL AND height IS NOT NULL)",
            name=op.f("ck_attachments_photo_has_size"),
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_attachments_message_id_messages")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_attachments_room_id_rooms")
        ),
        sa.ForeignKeyConstraint(
            ["uploader_id"], ["people.id"], name=op.f("fk_attachments_uploader_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("key", name=op.f("uq_attachments_key")),
        sa.UniqueConstraint(
            "uploader_id", "client_id", name=op.f("uq_attachments_uploader_id_client_id")
        ),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_room_id"), ["room_id"], unique=False)
        batch_op.create_index(
            "ix_attachments_unsent",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("message_id IS NULL"),
            postgresql_where=sa.text("message_id IS NULL"),
        )

    op.create_table(
        "confirmations",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_confirmations_message_id_messages")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_confirmations_person_id_people")
        ),
        sa.PrimaryKeyConstraint("message_id", "person_id", name=op.f("pk_confirmations")),
    )
    with op.batch_alter_table("confirmations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_confirmations_person_id"), ["person_id"], unique=False)

    op.create_table(
        "mentions",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_mentions_message_id_messages")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_mentions_person_id_people")
        ),
        sa.PrimaryKeyConstraint("message_id", "person_id", name=op.f("pk_mentions")),
    )
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("takes_many", sa.Boolean(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_polls_message_id_messages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
        sa.UniqueConstraint("message_id", name=op.f("uq_polls_message_id")),
    )
    op.create_table(
        "reactions",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("emoji", sa.String(length=32), nullable=False),
        sa.Column("reacted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_reactions_message_id_messages")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_reactions_person_id_people")
        ),
        sa.PrimaryKeyConstraint("message_id", "person_id", name=op.f("pk_reactions")),
    )
    with op.batch_alter_table("reactions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reactions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("hive_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "removed",
                "talked",
                "passed_on",
                "nothing_wrong",
                name="reportoutcome_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL)", name=op.f("ck_reports_closed_with_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["about_id"], ["people.id"], name=op.f("fk_reports_about_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["people.id"], name=op.f("fk_reports_closed_by_id_people")
        ),
        sa.ForeignKeyConstraint(["hive_id"], ["hives.id"], name=op.f("fk_reports_hive_id_hives")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_reports_message_id_messages")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["people.id"], name=op.f("fk_reports_reporter_id_people")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_reports_room_id_rooms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint(
            "reporter_id", "client_id", name=op.f("uq_reports_reporter_id_client_id")
        ),
        sa.UniqueConstraint(
            "reporter_id", "message_id", name=op.f("uq_reports_reporter_id_message_id")
        ),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reports_message_id"), ["message_id"], unique=False)
        batch_op.create_index("ix_reports_to_handle", ["hive_id", "closed_at"], unique=False)

    op.create_table(
        "poll_options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_poll_options_poll_id_polls")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_options")),
        sa.UniqueConstraint("poll_id", "position", name=op.f("uq_poll_options_poll_id_position")),
    )
    op.create_table(
        "poll_votes",
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["option_id"], ["poll_options.id"], name=op.f("fk_poll_votes_option_id_poll_options")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_poll_votes_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_poll_votes_poll_id_polls")
        ),
        sa.PrimaryKeyConstraint("option_id", "person_id", name=op.f("pk_poll_votes")),
        sa.UniqueConstraint(
            "poll_id", "person_id", "slot", name=op.f("uq_poll_votes_poll_id_person_id_slot")
        ),
    )
    with op.batch_alter_table("poll_votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_votes_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("open_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "text",
                    "poll",
                    name="messagekind_known",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                server_default="text",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("reply_to_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("needs_confirming", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("attachment_count", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("deleted_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("pinned_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("change", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_messages_deleted_says_nothing"), "deleted_at IS NULL OR text = ''"
        )
        batch_op.create_index(
            "ix_messages_changed",
            ["room_id", "change"],
            unique=False,
            sqlite_where=sa.text("change IS NOT NULL"),
            postgresql_where=sa.text("change IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_messages_pinned",
            ["room_id", "pinned_at"],
            unique=False,
            sqlite_where=sa.text("pinned_at IS NOT NULL"),
            postgresql_where=sa.text("pinned_at IS NOT NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_messages_pinned_by_id_people"), "people", ["pinned_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_messages_deleted_by_id_people"), "people", ["deleted_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_messages_reply_to_id_messages"), "messages", ["reply_to_id"], ["id"]
        )

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("shows_online", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("room_reads", schema=None) as batch_op:
        batch_op.add_column(sa.Column("muted_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_room_reads_room_id"), ["room_id"], unique=False)

    with op.batch_alter_table("rooms", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("last_change", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("direct_key", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("created_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("client_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("hive_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.drop_constraint(op.f("ck_rooms_roomkind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_rooms_roomkind_known"), KINDS)
        batch_op.create_check_constraint(
            op.f("ck_rooms_kind_with_hive"),
            "(hive_id IS NULL) = (kind IN ('team', 'link_carers', 'direct')) OR (kind = 'event')",
        )
        batch_op.create_check_constraint(
            op.f("ck_rooms_direct_has_key"), "(direct_key IS NOT NULL) = (kind = 'direct')"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_rooms_created_by_id_client_id"), ["created_by_id", "client_id"]
        )
        batch_op.create_unique_constraint(batch_op.f("uq_rooms_direct_key"), ["direct_key"])
        batch_op.create_index(
            "uq_rooms_of_county",
            ["kind"],
            unique=True,
            sqlite_where=sa.text("kind IN ('team', 'link_carers')"),
            postgresql_where=sa.text("kind IN ('team', 'link_carers')"),
        )
        batch_op.create_index(
            "uq_rooms_of_hive",
            ["hive_id", "kind"],
            unique=True,
            sqlite_where=sa.text("kind IN ('hive', 'announcements')"),
            postgresql_where=sa.text("kind IN ('hive', 'announcements')"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_rooms_created_by_id_people"), "people", ["created_by_id"], ["id"]
        )

    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_notices_noticecategory_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_notices_noticecategory_known"), CATEGORIES)
    _open_rooms_that_are_always_there()


def downgrade():
    _forget_what_the_schema_before_has_no_place_for()
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_notices_noticecategory_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_notices_noticecategory_known"), "category IN ('message', 'practical')"
        )
    with op.batch_alter_table("rooms", schema=None) as batch_op:
        for name in ("direct_has_key", "kind_with_hive", "roomkind_known"):
            batch_op.drop_constraint(op.f(f"ck_rooms_{name}"), type_="check")
        batch_op.create_check_constraint(op.f("ck_rooms_roomkind_known"), "kind IN ('hive')")
        batch_op.drop_constraint(batch_op.f("fk_rooms_created_by_id_people"), type_="foreignkey")
        batch_op.drop_index(
            "uq_rooms_of_hive",
            sqlite_where=sa.text("kind IN ('hive', 'announcements')"),
            postgresql_where=sa.text("kind IN ('hive', 'announcements')"),
        )
        batch_op.drop_index(
            "uq_rooms_of_county",
            sqlite_where=sa.text("kind IN ('team', 'link_carers')"),
            postgresql_where=sa.text("kind IN ('team', 'link_carers')"),
        )
        batch_op.drop_constraint(batch_op.f("uq_rooms_direct_key"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_rooms_created_by_id_client_id"), type_="unique")
        batch_op.alter_column("hive_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("closed_at")
        batch_op.drop_column("client_id")
        batch_op.drop_column("created_by_id")
        batch_op.drop_column("direct_key")
        batch_op.drop_column("last_change")

    with op.batch_alter_table("room_reads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_reads_room_id"))
        batch_op.drop_column("muted_until")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("shows_online")

    with op.batch_alter_table("messages", schema=None) as batch_op:
        for name in ("deleted_says_nothing", "messagekind_known"):
            batch_op.drop_constraint(op.f(f"ck_messages_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_messages_reply_to_id_messages"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_messages_deleted_by_id_people"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_messages_pinned_by_id_people"), type_="foreignkey")
        batch_op.drop_index(
            "ix_messages_pinned",
            sqlite_where=sa.text("pinned_at IS NOT NULL"),
            postgresql_where=sa.text("pinned_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_messages_changed",
            sqlite_where=sa.text("change IS NOT NULL"),
            postgresql_where=sa.text("change IS NOT NULL"),
        )
        batch_op.drop_column("change")
        batch_op.drop_column("pinned_by_id")
        batch_op.drop_column("pinned_at")
        batch_op.drop_column("deleted_by_id")
        batch_op.drop_column("deleted_at")
        batch_op.drop_column("edited_at")
        batch_op.drop_column("attachment_count")
        batch_op.drop_column("needs_confirming")
        batch_op.drop_column("reply_to_id")
        batch_op.drop_column("kind")

    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.drop_column("open_until")

    with op.batch_alter_table("poll_votes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_votes_person_id"))

    op.drop_table("poll_votes")
    op.drop_table("poll_options")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_to_handle")
        batch_op.drop_index(batch_op.f("ix_reports_message_id"))

    op.drop_table("reports")
    with op.batch_alter_table("reactions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reactions_person_id"))

    op.drop_table("reactions")
    op.drop_table("polls")
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentions_person_id"))

    op.drop_table("mentions")
    with op.batch_alter_table("confirmations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_confirmations_person_id"))

    op.drop_table("confirmations")
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_attachments_unsent",
            sqlite_where=sa.text("message_id IS NULL"),
            postgresql_where=sa.text("message_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_attachments_room_id"))
        batch_op.drop_index(batch_op.f("ix_attachments_message_id"))

    op.drop_table("attachments")
    with op.batch_alter_table("room_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_members_person_id"))

    op.drop_table("room_members")


def _open_rooms_that_are_always_there():
    """Every Hive that is there has its news, and the county its two rooms, as new ones do."""
    op.execute(
        "INSERT INTO rooms (hive_id, kind, name, last_seq, last_change) "
        "SELECT id, 'announcements', substr('News from ' || name, 1, 100), 0, 0 FROM hives"
    )
    for kind, name in (("team", "Hive team"), ("link_carers", "Link carers")):
        op.execute(
            "INSERT INTO rooms (kind, name, last_seq, last_change) "
            f"SELECT '{kind}', '{name}', 0, 0 WHERE EXISTS (SELECT 1 FROM hives)"
        )


def _forget_what_the_schema_before_has_no_place_for():
    """Rooms of other kinds with what was said there, and all that hangs on messages."""
    for table in (
        "reports",
        "poll_votes",
        "poll_options",
        "polls",
        "mentions",
        "reactions",
        "confirmations",
        "attachments",
        "room_members",
    ):
        op.execute(f"DELETE FROM {table}")
    # ruff: noqa: S608 - nothing but the names above goes into these statements
    others = "SELECT id FROM rooms WHERE kind <> 'hive'"
    lost = f"SELECT id FROM notices WHERE category = 'mention' OR room_id IN ({others})"
    op.execute(f"DELETE FROM deliveries WHERE notice_id IN ({lost})")
    op.execute(f"DELETE FROM notices WHERE category = 'mention' OR room_id IN ({others})")
    op.execute("UPDATE messages SET reply_to_id = NULL")
    op.execute(f"DELETE FROM messages WHERE room_id IN ({others})")
    op.execute(f"DELETE FROM room_reads WHERE room_id IN ({others})")
    op.execute("DELETE FROM rooms WHERE kind <> 'hive'")
