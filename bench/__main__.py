"""`python -m bench [phone|pages|room|push|imports|lighthouse|chat]`: all of them without a name."""

import argparse
import sys
from collections.abc import Callable


def _phone(chosen: argparse.Namespace) -> bool:
    from bench import phone

    return phone.measure(chosen.times)


def _pages(chosen: argparse.Namespace) -> bool:
    from bench import pages

    return pages.measure(10.0 if chosen.ten else 1.0 if chosen.full else 0.1)


def _room(_chosen: argparse.Namespace) -> bool:
    from bench import room_of_many

    return room_of_many.measure()


def _push(chosen: argparse.Namespace) -> bool:
    from bench import push

    return push.measure(chosen.times)


def _imports(_chosen: argparse.Namespace) -> bool:
    from bench import imports

    return imports.measure()


def _lighthouse(_chosen: argparse.Namespace) -> bool:
    from bench import lighthouse

    return lighthouse.measure()


def _chat(chosen: argparse.Namespace) -> bool:
    from bench.chat.measure import measure
    from bench.chat.told import Sizes

    full = Sizes(many=chosen.sockets, rounds=chosen.times)
    return measure(Sizes.quick() if chosen.quick else full, yardsticks=chosen.yardsticks)


#: In this order; each is loaded only when it is asked for.
MEASURES: dict[str, Callable[[argparse.Namespace], bool]] = {
    "phone": _phone,
    "pages": _pages,
    "room": _room,
    "push": _push,
    "imports": _imports,
    "lighthouse": _lighthouse,
    "chat": _chat,
}


def main() -> int:
    """Run the measurements asked for; 1 when a budget is missed."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure Hive against its budgets.")
    parser.add_argument("what", nargs="*", help=f"some of: {', '.join(MEASURES)}")
    parser.add_argument("--times", type=int, default=5, help="visits of each page (default 5)")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--full", action="store_true", help="a year of the county (500,000 messages)")
    size.add_argument("--ten", action="store_true", help="ten times that")
    parser.add_argument("--quick", action="store_true", help="chat: few sockets, few seconds")
    parser.add_argument("--yardsticks", action="store_true", help="chat: Matrix Synapse as well")
    parser.add_argument("--sockets", type=int, default=2000, help="chat: the many (default 2,000)")
    chosen = parser.parse_args()
    wanted = chosen.what or list(MEASURES)
    if unknown := set(wanted) - set(MEASURES):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    within = True
    for name, measure in MEASURES.items():
        if name in wanted:
            within &= measure(chosen)
    print("\nEverything is within its budget." if within else "\nSome budgets are missed.")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
