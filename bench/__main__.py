"""`python -m bench [phone|pages|push|imports|lighthouse]`: all of them without a name."""

import argparse
import sys


def main() -> int:
    """Run the measurements asked for; 1 when a budget is missed."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure Hive against its budgets.")
    parser.add_argument("what", nargs="*", help="phone, pages, push, imports or lighthouse")
    parser.add_argument("--times", type=int, default=5, help="visits of each page (default 5)")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--full", action="store_true", help="a year of the county (500,000 messages)")
    size.add_argument("--ten", action="store_true", help="ten times that")
    chosen = parser.parse_args()
    known = ["phone", "pages", "push", "imports", "lighthouse"]
    wanted = chosen.what or known
    if unknown := set(wanted) - set(known):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    within = True
    if "phone" in wanted:
        from bench import phone

        within &= phone.measure(chosen.times)
    if "pages" in wanted:
        from bench import pages

        within &= pages.measure(10.0 if chosen.ten else 1.0 if chosen.full else 0.1)
    if "push" in wanted:
        from bench import push

        within &= push.measure(chosen.times)
    if "imports" in wanted:
        from bench import imports

        within &= imports.measure()
    if "lighthouse" in wanted:
        from bench import lighthouse

        within &= lighthouse.measure()
    print("\nEverything is within its budget." if within else "\nSome budgets are missed.")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
