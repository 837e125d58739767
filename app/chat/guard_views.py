"""The name guard for scripts: asked before a message goes out; nothing of it is kept."""

from flask import Response, jsonify, request

from app.chat import queries, schemas
from app.chat.views import blueprint
from app.core import access
from app.core.schemas import HiveSchema, PlainText


class NameCheckSchema(HiveSchema):
    """The words of a message that is about to be sent."""

    text = PlainText(missing="", longest=schemas.LONGEST, optional=True)


@blueprint.post("/api/v1/rooms/<int:room_id>/name-check")
@access.signed_in
def api_check_names(room_id: int) -> Response:
    """Whether a text tells too much of a child I know: where, in words, and with initials.

    `start` and `end` count the characters (code points) of the text without outer spaces.
    """
    actor = access.actor()
    room = queries.room_for(actor, room_id)
    text = NameCheckSchema().load_or_invalid(request.get_json())["text"]
    guarded = queries.names_told_in(actor, room, text)
    if guarded is None:
        return jsonify(found=[])
    return jsonify(
        found=[
            {
                "kind": each.kind,
                "start": each.start,
                "end": each.end,
                "text": each.text,
                "instead": each.instead,
            }
            for each in guarded.found
        ],
        words=guarded.words,
        offered=guarded.offered,
    )
