"""Files that a crash has left behind: written, and then nobody wrote down whose they are."""

from collections.abc import Callable, Collection

from app.core.storage import storage

Known = Callable[[Collection[str]], set[str]]

#: What each slice that keeps files says of some of their names: those it knows.
_known: list[Known] = []
_AT_ONCE = 500


def keeps_files(known: Known) -> Known:
    """Mark a query as the one that says which files a slice keeps.

    It takes names without their ending (a small picture is called as the large one is) and gives
    those that belong to something. What no slice knows is dropped.
    """
    _known.append(known)
    return known


def drop_lost_files(before: float) -> int:
    """Drop the files that nothing belongs to, last written before an instant of the epoch.

    Returns how many things that were: a picture and its small one are one. What is being written
    at this moment has no row yet, hence `before`.
    """
    files = storage()
    by_key: dict[str, list[str]] = {}
    for name in files.names(unchanged_since=before):
        by_key.setdefault(name.partition(".")[0], []).append(name)
    keys = list(by_key)
    lost = [key for at in range(0, len(keys), _AT_ONCE) for key in _lost(keys[at : at + _AT_ONCE])]
    for key in lost:
        files.drop(*by_key[key])
    return len(lost)


def _lost(keys: list[str]) -> set[str]:
    left = set(keys)
    for known in _known:
        left -= known(keys)
    return left
