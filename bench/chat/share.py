"""Holds processes to a share of a processor core, through the system's control groups.

How much more two processes do than one shows only where a second one has a core to itself. On a
machine of two, the phones and PostgreSQL need those. So each process is held to the same small
share: then one has as little as each of two, and the rest is there for everybody else.
"""

import os
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_V1, _V2 = Path("/sys/fs/cgroup/cpu"), Path("/sys/fs/cgroup")
_PERIOD = 10_000  # microseconds: a process waits for its next share no longer than that


@contextmanager
def each_held_to(pids: Collection[int], share: float) -> Iterator[bool]:
    """Hold each of these processes to `share` of a core; False where the system lets nobody."""
    groups: list[Path] = []
    try:
        try:
            for pid in pids:
                groups.append(_group(share))
                (groups[-1] / "cgroup.procs").write_text(str(pid))
        except OSError:
            yield False
            return
        yield True
    finally:
        for group in groups:
            with suppress(OSError):
                _free(group)


def _group(share: float) -> Path:
    quota = int(share * _PERIOD)
    is_v1 = (_V1 / "cpu.cfs_quota_us").exists() or (_V1 / "cgroup.procs").exists()
    group = (_V1 if is_v1 else _V2) / f"hive-bench-{os.getpid()}-{secrets.token_hex(3)}"
    group.mkdir()
    if is_v1:
        (group / "cpu.cfs_period_us").write_text(str(_PERIOD))
        (group / "cpu.cfs_quota_us").write_text(str(quota))
    else:
        (group / "cpu.max").write_text(f"{quota} {_PERIOD}")
    return group


def _free(group: Path) -> None:
    """Let the group's processes go, and take it away."""
    for pid in (group / "cgroup.procs").read_text().split():
        (group.parent / "cgroup.procs").write_text(pid)
    group.rmdir()
