"""PostgreSQL and Redis: what two web processes carry, against one."""

from bench.chat.houses import on_postgres, phones_in, services
from bench.chat.share import each_held_to
from bench.chat.told import RATE, Sizes, Told
from bench.chat.yardsticks import bare
from bench.report import Row, middle, percentile

#: Of a core, for each web process, when two are measured against one.
SHARE = 0.25


def measure_processes(told: Told, sizes: Sizes) -> None:
    """Add the rows of PostgreSQL to the table; or why there are none."""
    postgres_url, redis_url, why_not = services()
    if why_not:
        told.remarks.append(f"PostgreSQL and Redis are not measured: {why_not}.")
        return
    rooms, burst = 8, {"senders": 64, "seconds": sizes.burst_seconds}
    rounds: list[tuple[float, float]] = []
    with (
        on_postgres(rooms, 1, postgres_url, f"{redis_url}") as one,
        on_postgres(rooms, 2, postgres_url, _other(redis_url)) as two,
        phones_in(one, rooms) as of_one,
        phones_in(two, rooms) as of_two,
    ):
        unheld = told.check(of_one.ask(burst=burst))["per_second"]
        pids = [each.worker_pid() for each in [*one.servers, *two.servers]]
        with each_held_to(pids, SHARE) as is_held:
            for _ in range(sizes.rounds):
                single = told.check(of_one.ask(burst=burst))
                double = told.check(of_two.ask(burst=burst))
                rounds.append((single["per_second"], double["per_second"]))
        steady = {"rate": RATE, "seconds": sizes.steady_seconds}
        p95 = percentile(told.check(of_two.ask(steady=steady))["to_all"], 0.95) * 1000
    commits = bare.postgres_commits_per_second(postgres_url, min(2.0, sizes.burst_seconds))
    if not is_held:
        told.remarks.append("Processes can't be held to a share of a core here (control groups).")
    how = f"each held to {SHARE:.0%} of a core" if is_held else "sharing the machine's cores"
    told.add(
        Row("PostgreSQL, one process: durable messages", unheld, "/s"),
        Row(f"  one process, {how}", middle([a for a, _ in rounds]), "/s"),
        Row(f"  two processes, {how}", middle([b for _, b in rounds]), "/s"),
        Row("commits of one row each, PostgreSQL", commits, "/s"),
        Row(f"{RATE}/s, two processes: p95 to all", p95, "ms"),
        Row(
            "two processes / one",
            middle([b / a for a, b in rounds]),
            "x",
            must=1.3,
            aim=1.6,
            more_is_better=True,
        ),
    )


def _other(redis_url: str) -> str:
    """Another database of the same Redis: two houses must not hear each other."""
    base, _, number = redis_url.rpartition("/")
    return f"{base}/{(int(number) + 1) % 16}" if number.isdigit() else f"{redis_url}/1"
