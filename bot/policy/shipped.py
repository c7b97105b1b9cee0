"""The packs that travel with the program: `rules/` in a checkout, `bot/rules` in a wheel."""

from functools import cache
from pathlib import Path
from typing import TypeVar

from bot.core.model.policy import (
    AgentMarks,
    ChecklistItem,
    Requirement,
    Rule,
    Signers,
    Zone,
)
from bot.policy import pack_files
from bot.policy.build_rule import build_rule
from bot.policy.fields import Shape
from bot.policy.pack_files import BrokenPackError, shown
from bot.policy.problems import Problems
from bot.policy.provenance_shape import ProvenanceShape
from bot.policy.reading import read
from bot.policy.rule_shape import RuleShape, ZoneFileShape
from bot.policy.rule_text import fitting
from bot.policy.vocabulary import PACKS

AnyShape = TypeVar("AnyShape", bound=Shape)
MAINTAINERS = Requirement(Signers("maintainers", permission="maintain"))
ZONE_FILE = "zone.yml"
NO_RULES = frozenset({ZONE_FILE, "provenance.yml", "signs"})  # what lies among the rules and is none


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """Give every shipped rule, pack by pack, in the order of their ids; raises BrokenPackError."""
    return tuple(_rule(path, pack) for pack in PACKS for path in rule_files(pack))


@cache
def shipped_zones() -> dict[str, Zone]:
    """Give the shipped zones; raises BrokenPackError."""
    return {pack: _zone(pack_files.home() / pack / ZONE_FILE, pack) for pack in PACKS}


@cache
def agent_marks() -> AgentMarks:
    """Give what gives AI assistants away; raises BrokenPackError."""
    shape = parse(pack_files.home() / "provenance.yml", ProvenanceShape)
    return AgentMarks(
        accounts=tuple((one.login, one.name) for one in shape.accounts),
        emails=tuple((one.match, one.name) for one in shape.emails),
        trailers=tuple((one.match, one.name) for one in shape.trailers),
        branches=tuple((one.match, one.name) for one in shape.branches),
        footers=tuple((one.match, one.name) for one in shape.footers),
        names=tuple((one.match, one.name) for one in shape.names),
        declarations=tuple((one.match, one.name) for one in shape.declarations),
        labels=tuple((one.label, one.name) for one in shape.labels),
    )


def parse(path: Path, shape: type[AnyShape], name: str | None = None) -> AnyShape:
    """Read one shipped file whose `id`, where it has one, must be `name`; raises BrokenPackError."""
    fitted = fitting(read(path.read_bytes()), shape, shown(path))
    if isinstance(fitted, Problems):
        raise BrokenPackError(str(fitted))
    if name is not None and getattr(fitted, "id", name) != name:
        raise BrokenPackError(
            f"{shown(path)}:1:1: The id is not `{name}`, which the file's name says. Write `id: {name}`."
        )
    return fitted


def rule_files(pack: str) -> list[Path]:
    """Give the files of a pack's rules, in the order of their names."""
    return sorted(path for path in (pack_files.home() / pack).glob("*.yml") if path.name not in NO_RULES)


def _rule(path: Path, pack: str) -> Rule:
    shape = parse(path, RuleShape, path.stem)
    if shape.zone != pack:
        raise BrokenPackError(f"{shown(path)}:1:1: The zone is not `{pack}`, which the folder says.")
    return build_rule(shape, shown(path))


def _zone(path: Path, pack: str) -> Zone:
    shape = parse(path, ZoneFileShape, pack)
    lessons = tuple(ChecklistItem(item.id, item.ask.strip()) for item in shape.teach_back or ())
    return Zone(shape.id, shape.title, shape.why.strip(), MAINTAINERS, explain=shape.explain, lessons=lessons)
