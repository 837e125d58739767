"""Search: an index of the words in messages, kept by the database itself.

SQLite has an FTS5 table without content of its own, PostgreSQL a side table with a GIN index. In
both each message is a document of its words and of a sign for its room ("r12", "#12"), so that a
search in one's own rooms never walks through the others. Triggers keep it in the transaction of
the message, however that was written.

A later migration that rebuilds `messages` on SQLite (a batch) loses the triggers: it makes them
again with `for trigger in SQLITE_TRIGGERS`.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Letters and figures are words, as in app/chat/search: case and accents are left out. Three
# letters at the beginning are indexed too, because those stand for the most words.
SQLITE_TABLE = """
CREATE VIRTUAL TABLE message_words USING fts5(
  room, text, content='', prefix='3', tokenize='unicode61 remove_diacritics 2'
)
"""
# A table without content is told what to forget. Fewer, larger merges: a merge waits for a disk.
SQLITE_MERGES = "INSERT INTO message_words(message_words, rank) VALUES ('automerge', 8)"
SQLITE_FILL = """
INSERT INTO message_words(rowid, room, text)
SELECT id, 'r' || room_id, text FROM messages WHERE text <> ''
"""
_ADD = """
INSERT INTO message_words(rowid, room, text)
SELECT new.id, 'r' || new.room_id, new.text WHERE new.text <> '';
"""
_TAKE_OUT = """
INSERT INTO message_words(message_words, rowid, room, text)
SELECT 'delete', old.id, 'r' || old.room_id, old.text WHERE old.text <> '';
"""
SQLITE_TRIGGERS = (
    f"CREATE TRIGGER message_words_insert AFTER INSERT ON messages BEGIN {_ADD} END",
    f"CREATE TRIGGER message_words_delete AFTER DELETE ON messages BEGIN {_TAKE_OUT} END",
    f"""
    CREATE TRIGGER message_words_update AFTER UPDATE OF text, room_id ON messages
    WHEN old.text <> new.text OR old.room_id <> new.room_id BEGIN {_TAKE_OUT} {_ADD} END
    """,
)

# Accents are taken off, and what is neither letter nor figure becomes a space, so that both
# databases see the same words: PostgreSQL's own parser would make one word of "10.30" or of
# "shoes/coats". No language: words like "who" or "off" are looked for here, and endings are the
# matter of the one who asks (app/chat/search/typed.py).
POSTGRESQL = (
    r"""
    CREATE FUNCTION message_words_of(room_id integer, said text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT array_to_tsvector(ARRAY['#' || room_id]) || to_tsvector('simple'::regconfig,
        regexp_replace(
          regexp_replace(normalize(said, NFD), '[\u0300-\u036f]', '', 'g'),
          '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8'
          '\u00bb\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f'
          '\u3000-\u3004\u3008-\u3020]+',
          ' ', 'g'))
    $$
    """,
    """
    CREATE TABLE message_words (
      message_id integer PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
      words tsvector NOT NULL
    )
    """,
    """
    INSERT INTO message_words (message_id, words)
    SELECT id, message_words_of(room_id, text) FROM messages WHERE text <> ''
    """,
    "CREATE INDEX ix_message_words_words ON message_words USING gin (words)",
    """
    CREATE FUNCTION keep_message_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF new.text = '' THEN
        DELETE FROM message_words WHERE message_id = new.id;
      ELSE
        INSERT INTO message_words (message_id, words)
        VALUES (new.id, message_words_of(new.room_id, new.text))
        ON CONFLICT (message_id) DO UPDATE SET words = excluded.words;
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER message_words_insert AFTER INSERT ON messages
    FOR EACH ROW WHEN (new.text <> '') EXECUTE FUNCTION keep_message_words()
    """,
    """
    CREATE TRIGGER message_words_update AFTER UPDATE OF text, room_id ON messages
    FOR EACH ROW
    WHEN (old.text IS DISTINCT FROM new.text OR old.room_id IS DISTINCT FROM new.room_id)
    EXECUTE FUNCTION keep_message_words()
    """,
)


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        statements = (SQLITE_TABLE, SQLITE_MERGES, SQLITE_FILL, *SQLITE_TRIGGERS)
    else:
        statements = POSTGRESQL
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for name in ("insert", "update", "delete"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER message_words_{name}")
        elif name != "delete":
            op.execute(f"DROP TRIGGER message_words_{name} ON messages")
    op.execute("DROP TABLE message_words")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION keep_message_words()")
        op.execute("DROP FUNCTION message_words_of(integer, text)")
