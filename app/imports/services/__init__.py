"""The only writes to imports, and the one export."""

from app.imports.services.applying import apply_import
from app.imports.services.bringing import (
    ask_to_apply,
    bring_file,
    discard,
    forget_old_files,
    try_again,
)
from app.imports.services.checking import check_import
from app.imports.services.exporting import export_county
from app.imports.services.waiting import standing_of

__all__ = [
    "apply_import",
    "ask_to_apply",
    "bring_file",
    "check_import",
    "discard",
    "export_county",
    "forget_old_files",
    "standing_of",
    "try_again",
]
