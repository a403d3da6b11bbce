"""`python -m tests.chaos`: every experiment up to its goal, going on where the last run stopped.

`python -m tests.chaos NAME … --seconds 600 --seed 7` does those, for about so long; `--table`
prints the sums so far.
"""

import argparse
import asyncio
import logging
import sys
import time

from tests import compiled
from tests.chaos import experiment as experiments
from tests.chaos.all import EXPERIMENTS
from tests.chaos.experiment import Experiment


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("names", nargs="*", help="these only, and their whole goal anew")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--seed", type=int, help="one batch with this seed, not recorded")
    parser.add_argument("--table", action="store_true", help="print the sums and do nothing")
    args = parser.parse_args()
    compiled.share()
    logging.basicConfig(level=logging.CRITICAL)  # the bot's own warnings are what we are after
    unknown = set(args.names) - {each.name for each in EXPERIMENTS}
    if unknown:
        parser.error(f"no such experiment: {', '.join(sorted(unknown))}")
    chosen = [each for each in EXPERIMENTS if not args.names or each.name in args.names]
    if args.table:
        table(chosen)
        return 0
    if args.seed is not None:
        return max(single(each, args.seed) for each in chosen)
    until = time.monotonic() + args.seconds
    for each in chosen:
        if not to_goal(each, until):
            return 1
    table(chosen)
    return 0


def single(each: Experiment, seed: int) -> int:
    run = asyncio.run(experiments.once(each, seed, max(each.batch, each.short)))
    print(each.name, seed, run.counts, f"{run.seconds:.0f} s", flush=True)
    return int(bool(experiments.broken(each, run.counts)))


def to_goal(each: Experiment, until: float) -> bool:
    done, _, _ = experiments.summed(each.name)
    while done < each.goal and time.monotonic() < until:
        seed = done if each.in_order else experiments.fresh_seed()
        try:
            run = asyncio.run(experiments.once(each, seed, min(each.batch, each.goal - done)))
        except Exception:
            print(f"BROKEN: {each.name} with seed {seed}", file=sys.stderr, flush=True)
            raise
        wrong = experiments.broken(each, run.counts)
        print(
            each.name, f"seed {seed}", run.amount, run.counts, f"{run.seconds:.0f} s", flush=True
        )
        if wrong:
            print(f"BROKEN: {each.name} with seed {seed}: {wrong}", file=sys.stderr, flush=True)
            return False
        experiments.note(run)
        done += run.amount
    return True


def table(chosen: list[Experiment]) -> None:
    print("| row | experiment | done | of | unit | what came of it | seeds |")
    print("|---|---|---|---|---|---|---|")
    for each in sorted(chosen, key=lambda one: (one.row, one.name)):
        done, counts, seeds = experiments.summed(each.name)
        came = ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items()))
        some = " ".join(map(str, seeds[:3])) + (f" … ({len(seeds)})" if len(seeds) > 3 else "")
        cells = (each.row, each.name, f"{done:,}", f"{each.goal:,}", each.unit, came, some)
        print(f"| {' | '.join(map(str, cells))} |")


if __name__ == "__main__":
    sys.exit(main())
