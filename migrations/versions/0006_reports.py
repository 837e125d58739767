"""Reports: what they are about in a word, and when one was passed on to the managers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REASON = sa.Enum(
    "child",
    "unkind",
    "private",
    "other",
    name="reportreason_known",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade():
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", REASON, nullable=False, server_default="other"))
        batch_op.add_column(
            sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True),
        )
        batch_op.add_column(sa.Column("passed_on_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_reports_passed_on_by_id_people"), "people", ["passed_on_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            "passed_on_by_somebody", "(passed_on_at IS NULL) = (passed_on_by_id IS NULL)"
        )


def downgrade():
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_reports_passed_on_by_somebody"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_reports_passed_on_by_id_people"), type_="foreignkey"
        )
        batch_op.drop_column("passed_on_by_id")
        batch_op.drop_column("passed_on_at")
        batch_op.drop_constraint(batch_op.f("ck_reports_reportreason_known"), type_="check")
        batch_op.drop_column("kind")
