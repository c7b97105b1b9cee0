"""Measures `structure` and `sql` together on 300 touched files: programs, migrations and SQL of ordinary size.

Run as `python -m tests.bench.bench_analysis`.
"""

import random
import resource
import statistics
import sys
import time

import click

from bot.analysis.desk import Desk
from bot.core.model.change import Side
from bot.core.model.known import Answer, GaveUp, Job, Look
from bot.core.model.predicates import Structure

FILES = 300
ROUNDS = 3
MOST_SECONDS = 2.0
WANTED = {
    "py": ("with transaction.atomic(): $$$", "requests.$METHOD($$$)", "async def $NAME($$$): $$$", "$JOB.delay($$$)"),
    "ts": ("$DB.$transaction($$$)", "fetch($$$)", "await $CALL", "new Promise($$$)"),
    "rb": ("$MODEL.transaction do $$$ end", "$JOB.perform_later($$$)", "$MAIL.deliver_now", "rescue => e"),
}
LANGUAGES = {"py": "python", "ts": "typescript", "rb": "ruby"}
BLOCKS = {
    "py": "def work_{n}(order, amount=None):\n    with transaction.atomic():\n        order.note = {{'a': [amount, {n}]}}\n"
    "        order.save(update_fields=['note'])\n    cursor.execute('UPDATE orders SET note = 1 WHERE id = %s', [{n}])\n\n",
    "ts": "export async function work{n}(order: Order, amount?: number): Promise<number> {{\n"
    "  const found = await prisma.order.findMany({{ where: {{ id: {n}, open: true }} }});\n"
    "  await queryRunner.query(`ALTER TABLE orders ADD COLUMN note_{n} text`);\n  return found.length + (amount ?? {n});\n}}\n\n",
    "rb": "def work_{n}(order, amount = nil)\n  Order.transaction do\n    order.update!(note: amount || {n})\n  end\n"
    "  execute 'CREATE INDEX orders_{n} ON orders (note)'\nend\n\n",
    "sql": "ALTER TABLE orders_{n} ADD COLUMN note text NOT NULL DEFAULT 'none';\nCREATE INDEX o_{n} ON orders_{n} (note, id);\n"
    "UPDATE orders_{n} SET note = 'some' WHERE note IS NULL AND id < 1000;\n\n",
}


def main() -> int:
    """Print the figures; 1 when the target is missed."""
    jobs = changed_files(random.Random(20260301))  # the same change every time
    size = sum(len(job.text) for job in jobs) / 1e3
    rounds = [measured(jobs) for _ in range(ROUNDS)]
    found = [one for answer in rounds[0][0] for one in (*answer.structures, answer.statements)]
    cpu, wall = (statistics.median(figures) for figures in ([one[1] for one in rounds], [one[2] for one in rounds]))
    given_up = sum(isinstance(one, GaveUp) for one in found)
    pieces = sum(len(one) for one in found if isinstance(one, tuple))
    good = cpu <= MOST_SECONDS and not given_up
    click.echo(f"both       {len(jobs)} files, {size:.0f} kB, {pieces:,} pieces, {given_up} given up")
    click.echo(
        f"CPU        {cpu:.2f} s (median of {ROUNDS}), the start of the process included; {wall:.2f} s on the clock"
    )
    click.echo(f"target     at most {MOST_SECONDS} s of CPU: {'met' if good else 'missed'}")
    return 0 if good else 1


def measured(jobs: list[Job]) -> tuple[list[Answer], float, float]:
    """Answer once with a new process; give the answers, the CPU seconds of both processes, and the seconds on the clock."""
    began, before = time.perf_counter(), spent()
    desk = Desk()
    try:
        answers = desk.answer(jobs)
        took = time.perf_counter() - began
    finally:
        desk.close()
    return answers, spent() - before, took


def spent() -> float:
    """Give the CPU seconds of this process and of its children that have ended."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def changed_files(chance: random.Random) -> list[Job]:
    """Write files of 1 to 12 kB, each with a few changed lines, and ask for everything in them."""
    jobs = []
    for number in range(FILES):
        ending = ("py", "ts", "rb", "sql")[number % 4]
        text = "".join(BLOCKS[ending].format(n=n) for n in range(chance.randint(5, 40)))
        rows = text.count("\n")
        lines = tuple((row, row + 3) for row in sorted(chance.sample(range(1, rows), 4)))
        wanted = tuple(Structure((LANGUAGES[ending],), pattern) for pattern in WANTED.get(ending, ()))
        jobs.append(Job(Look(f"db/migrate/{number}.{ending}", Side.ADDED, lines, wanted, sql=True), text))
    return jobs


if __name__ == "__main__":
    sys.exit(main())
