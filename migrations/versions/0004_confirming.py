"""News that ask everybody to confirm: an index to find them, and when people were reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "confirming_reminders",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fk_confirming_reminders_message_id_messages"),
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["people.id"], name=op.f("fk_confirming_reminders_sent_by_id_people")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_confirming_reminders")),
    )
    op.create_index(
        "ix_messages_to_confirm",
        "messages",
        ["room_id", "sent_at"],
        unique=False,
        sqlite_where=sa.text("needs_confirming = 1"),
        postgresql_where=sa.text("needs_confirming"),
    )


def downgrade():
    op.drop_index("ix_messages_to_confirm", table_name="messages")
    op.drop_table("confirming_reminders")
