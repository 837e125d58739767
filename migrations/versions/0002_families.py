"""Families: children, care cards, authority, who looked; the waiting list; imports."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "children",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("preferred_name", sa.String(length=60), nullable=False),
        sa.Column("born_on", sa.Text(), nullable=False),
        sa.Column(
            "care_status",
            sa.Enum(
                "in_care",
                "birth_child",
                "other",
                name="carestatus_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("pronouns", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_children_added_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_children")),
        sa.UniqueConstraint(
            "added_by_id", "client_id", name=op.f("uq_children_added_by_id_client_id")
        ),
    )
    op.create_table(
        "about_me",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("likes", sa.Text(), nullable=False),
        sa.Column("dislikes", sa.Text(), nullable=False),
        sa.Column("good_at", sa.Text(), nullable=False),
        sa.Column("helps", sa.Text(), nullable=False),
        sa.Column("faces", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_about_me_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_about_me_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_about_me")),
        sa.UniqueConstraint("child_id", name=op.f("uq_about_me_child_id")),
    )
    op.create_table(
        "authority_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "day_trips",
                "activities",
                "hive_overnights",
                "friends_overnights",
                "hive_photos",
                "school",
                "medical",
                "haircuts",
                name="authoritykind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "decider",
            sa.Enum(
                "carer",
                "social_worker",
                "parent",
                "unknown",
                name="decider_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("decider_name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_authority_entries_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["people.id"], name=op.f("fk_authority_entries_said_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_entries")),
    )
    with op.batch_alter_table("authority_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_authority_entries_newest", ["child_id", "kind", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_authority_entries_said_by_id"), ["said_by_id"], unique=False
        )

    op.create_table(
        "authority_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "day_trips",
                "activities",
                "hive_overnights",
                "friends_overnights",
                "hive_photos",
                "school",
                "medical",
                "haircuts",
                name="authoritykind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name=op.f("fk_authority_questions_asked_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_authority_questions_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_questions")),
    )
    with op.batch_alter_table("authority_questions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_authority_questions_asked_by_id"), ["asked_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_authority_questions_child_id"), ["child_id"], unique=False
        )
        batch_op.create_index(
            "uq_authority_questions_open",
            ["child_id", "kind"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "care_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["people.id"], name=op.f("fk_care_checks_checked_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_care_checks_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_checks")),
        sa.UniqueConstraint("child_id", name=op.f("uq_care_checks_child_id")),
    )
    with op.batch_alter_table("care_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_care_checks_checked_on"), ["checked_on"], unique=False)

    op.create_table(
        "care_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "allergies",
                "medicines",
                "health",
                "emergency",
                "collect",
                "food",
                "upset",
                "bedtime",
                "fears",
                "likes",
                "other",
                name="caresection_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_care_notes_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_care_notes_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_notes")),
        sa.UniqueConstraint("child_id", "section", name=op.f("uq_care_notes_child_id_section")),
    )
    op.create_table(
        "child_ties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("other_child_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sibling",
                "friend",
                name="tiekind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("child_id < other_child_id", name=op.f("ck_child_ties_lower_first")),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_child_ties_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["other_child_id"], ["children.id"], name=op.f("fk_child_ties_other_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_ties")),
        sa.UniqueConstraint(
            "child_id", "other_child_id", name=op.f("uq_child_ties_child_id_other_child_id")
        ),
    )
    with op.batch_alter_table("child_ties", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_child_ties_other_child_id"), ["other_child_id"], unique=False
        )

    op.create_table(
        "household_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("from_hive_id", sa.Integer(), nullable=True),
        sa.Column("to_hive_id", sa.Integer(), nullable=True),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_hive_id"], ["hives.id"], name=op.f("fk_household_moves_from_hive_id_hives")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_household_moves_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["moved_by_id"], ["people.id"], name=op.f("fk_household_moves_moved_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["to_hive_id"], ["hives.id"], name=op.f("fk_household_moves_to_hive_id_hives")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_moves")),
    )
    with op.batch_alter_table("household_moves", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_household_moves_from_hive_id"), ["from_hive_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_household_moves_household_id"), ["household_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_household_moves_to_hive_id"), ["to_hive_id"], unique=False
        )

    op.create_table(
        "looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "thing",
            sa.Enum(
                "child",
                "care_card",
                "authority",
                "export",
                name="lookedat_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "carer",
                "link_carer",
                "support_worker",
                "social_worker",
                "manager",
                name="role_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_looks_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_looks_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looks")),
    )
    with op.batch_alter_table("looks", schema=None) as batch_op:
        batch_op.create_index("ix_looks_of_child", ["child_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_looks_person_id"), ["person_id"], unique=False)

    op.create_table(
        "place_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("hive_id", sa.Integer(), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "waiting",
                "accepted",
                "declined",
                "withdrawn",
                name="offeranswer_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hive_id"], ["hives.id"], name=op.f("fk_place_offers_hive_id_hives")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_place_offers_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["people.id"], name=op.f("fk_place_offers_offered_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_offers")),
    )
    with op.batch_alter_table("place_offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_offers_hive_id"), ["hive_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_place_offers_household_id"), ["household_id"], unique=False
        )
        batch_op.create_index(
            "uq_place_offers_open",
            ["household_id"],
            unique=True,
            sqlite_where=sa.text("answer = 'waiting'"),
            postgresql_where=sa.text("answer = 'waiting'"),
        )

    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column(
            "ending",
            sa.Enum(
                "planned",
                "on_notice",
                "other",
                name="placementending_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("ending_note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(ending IS NULL) = (until_on IS NULL)", name=op.f("ck_placements_ends_somehow")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_placements_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_placements_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_placements_household_id_households")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
    )
    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placements_child_id"), ["child_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_placements_household_id"), ["household_id"], unique=False
        )
        batch_op.create_index(
            "uq_placements_current",
            ["child_id"],
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        )

    op.create_table(
        "terms_exemptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_terms_exemptions_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["people.id"], name=op.f("fk_terms_exemptions_granted_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_terms_exemptions_household_id_households"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_exemptions")),
        sa.UniqueConstraint(
            "household_id", "child_id", name=op.f("uq_terms_exemptions_household_id_child_id")
        ),
    )
    with op.batch_alter_table("terms_exemptions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_terms_exemptions_child_id"), ["child_id"], unique=False
        )

    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "checking",
                "checked",
                "applying",
                "applied",
                "discarded",
                name="importstate_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sends_invitations", sa.Boolean(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("fault_count", sa.Integer(), nullable=False),
        sa.Column("hive_count", sa.Integer(), nullable=False),
        sa.Column("household_count", sa.Integer(), nullable=False),
        sa.Column("carer_count", sa.Integer(), nullable=False),
        sa.Column("child_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('checking', 'checked', 'applying') OR (content IS NULL AND report IS NULL)",
            name=op.f("ck_imports_erased_at_the_end"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_imports_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("hives", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("capacity", sa.Integer(), server_default="10", nullable=False)
        )
        batch_op.create_check_constraint(op.f("ck_hives_capacity_counts"), "capacity >= 0")

    with op.batch_alter_table("households", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "county",
                    "connected",
                    "newly_approved",
                    name="householdkind_known",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                server_default="county",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("approved_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("previous_agency", sa.String(length=100), nullable=True))
        batch_op.add_column(
            sa.Column("area", sa.String(length=100), server_default=sa.text("''"), nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "state",
                sa.Enum(
                    "waiting",
                    "active",
                    "left",
                    name="householdstate_known",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                server_default="active",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("waiting_since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("left_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "left_reason",
                sa.Enum(
                    "moved",
                    "deregistered",
                    "other",
                    name="leavingreason_known",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("left_note", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("sleepover_nights", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("places", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ages_from", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ages_to", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("is_host", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("host_places", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "host_room", sa.String(length=200), server_default=sa.text("''"), nullable=False
            )
        )
        batch_op.alter_column("hive_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_check_constraint(
            op.f("ck_households_active_in_hive"), "(state = 'active') = (hive_id IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_households_left_on_a_day"), "(state = 'left') = (left_on IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_households_ages_in_order"),
            "ages_from IS NULL OR ages_to IS NULL OR ages_from <= ages_to",
        )
        batch_op.create_index(
            "ix_households_waiting", ["state", "area", "waiting_since"], unique=False
        )

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_held", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.drop_constraint(op.f("ck_invitations_county_roles"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_invitations_county_roles"),
            "hive_id IS NOT NULL OR household_id IS NOT NULL "
            "OR role IN ('manager', 'social_worker')",
        )
        batch_op.create_index(
            batch_op.f("ix_invitations_household_id"), ["household_id"], unique=False
        )

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("covers_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_memberships_covers_id_people"), "people", ["covers_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_memberships_cover_ends"), "covers_id IS NULL OR until_on IS NOT NULL"
        )

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phone", sa.String(length=30), nullable=True))


def downgrade():
    _forget_households_without_a_hive()
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("phone")

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_memberships_cover_ends"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_memberships_covers_id_people"), type_="foreignkey")
        batch_op.drop_column("covers_id")

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_household_id"))
        batch_op.drop_constraint(op.f("ck_invitations_county_roles"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_invitations_county_roles"),
            "hive_id IS NOT NULL OR role IN ('manager', 'social_worker')",
        )
        batch_op.drop_column("is_held")

    with op.batch_alter_table("households", schema=None) as batch_op:
        batch_op.drop_index("ix_households_waiting")
        for name in (
            "ages_in_order",
            "left_on_a_day",
            "active_in_hive",
            "householdkind_known",
            "householdstate_known",
            "leavingreason_known",
        ):
            batch_op.drop_constraint(op.f(f"ck_households_{name}"), type_="check")
        batch_op.alter_column("hive_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("host_room")
        batch_op.drop_column("host_places")
        batch_op.drop_column("is_host")
        batch_op.drop_column("ages_to")
        batch_op.drop_column("ages_from")
        batch_op.drop_column("places")
        batch_op.drop_column("sleepover_nights")
        batch_op.drop_column("left_note")
        batch_op.drop_column("left_reason")
        batch_op.drop_column("left_on")
        batch_op.drop_column("waiting_since")
        batch_op.drop_column("state")
        batch_op.drop_column("area")
        batch_op.drop_column("previous_agency")
        batch_op.drop_column("approved_on")
        batch_op.drop_column("kind")

    with op.batch_alter_table("hives", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_hives_capacity_counts"), type_="check")
        batch_op.drop_column("capacity")

    op.drop_table("imports")

    with op.batch_alter_table("terms_exemptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_terms_exemptions_child_id"))

    op.drop_table("terms_exemptions")
    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_placements_current",
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_placements_household_id"))
        batch_op.drop_index(batch_op.f("ix_placements_child_id"))

    op.drop_table("placements")
    with op.batch_alter_table("place_offers", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_place_offers_open",
            sqlite_where=sa.text("answer = 'waiting'"),
            postgresql_where=sa.text("answer = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_place_offers_household_id"))
        batch_op.drop_index(batch_op.f("ix_place_offers_hive_id"))

    op.drop_table("place_offers")
    with op.batch_alter_table("looks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_looks_person_id"))
        batch_op.drop_index("ix_looks_of_child")

    op.drop_table("looks")
    with op.batch_alter_table("household_moves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_household_moves_to_hive_id"))
        batch_op.drop_index(batch_op.f("ix_household_moves_household_id"))
        batch_op.drop_index(batch_op.f("ix_household_moves_from_hive_id"))

    op.drop_table("household_moves")
    with op.batch_alter_table("child_ties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_child_ties_other_child_id"))

    op.drop_table("child_ties")
    op.drop_table("care_notes")
    with op.batch_alter_table("care_checks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_care_checks_checked_on"))

    op.drop_table("care_checks")
    with op.batch_alter_table("authority_questions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_authority_questions_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_authority_questions_child_id"))
        batch_op.drop_index(batch_op.f("ix_authority_questions_asked_by_id"))

    op.drop_table("authority_questions")
    with op.batch_alter_table("authority_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_authority_entries_said_by_id"))
        batch_op.drop_index("ix_authority_entries_newest")

    op.drop_table("authority_entries")
    op.drop_table("about_me")
    op.drop_table("children")


def _forget_households_without_a_hive():
    """The schema before this one has no place for a family that waits for a Hive or has left."""
    homeless = "SELECT id FROM households WHERE hive_id IS NULL"
    for table in (
        "household_members",
        "household_moves",
        "place_offers",
        "placements",
        "terms_exemptions",
        "invitations",
    ):
        op.execute(f"DELETE FROM {table} WHERE household_id IN ({homeless})")  # noqa: S608 - names above
    op.execute("DELETE FROM households WHERE hive_id IS NULL")
    op.execute(
        "DELETE FROM invitations WHERE hive_id IS NULL AND role NOT IN ('manager', 'social_worker')"
    )
