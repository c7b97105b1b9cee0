"""The shapes of who may sign to the core's values: groups by their names, and the levels that they stand on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.model.policy import Circle, Level, Signers
from bot.policy.policy_shape import PolicyShape
from bot.policy.signers_shape import CircleShape, LevelShape, SignersShape


@dataclass(frozen=True, slots=True)
class Groups:
    """The signers that a policy names, and its levels, lowest first."""

    signers: Mapping[str, SignersShape]
    levels: Mapping[str, LevelShape]

    def find(self, source: str | SignersShape) -> Signers:
        """Give what stands after `from`."""
        if isinstance(source, str):
            return self._signers(source, self.signers[source])
        return self._signers(", ".join(_described(source)), source)

    def _signers(self, name: str, shape: SignersShape) -> Signers:
        return Signers(
            name,
            tuple(shape.users or ()),
            tuple(shape.teams or ()),
            shape.permission,
            organizations=tuple(shape.organizations or ()),
            roles=tuple(shape.roles or ()),
            levels=self._from_level(shape.level) if shape.level else (),
            codeowners=bool(shape.codeowners),
            without=_circle(shape.except_),
        )

    def _from_level(self, name: str) -> tuple[Level, ...]:
        """Give a level and those above it."""
        names = list(self.levels)
        return tuple(
            Level(one, Circle(tuple(self.levels[one].users or ()), tuple(self.levels[one].teams or ())))
            for one in names[names.index(name) :]
        )


def groups(shape: PolicyShape) -> Groups:
    """Give the groups of a policy."""
    return Groups(shape.signers or {}, shape.levels or {})


def _circle(shape: CircleShape | None) -> Circle:
    if shape is None:
        return Circle()
    return Circle(tuple(shape.users or ()), tuple(shape.teams or ()), tuple(shape.organizations or ()))


def _described(shape: SignersShape) -> Iterator[str]:
    yield from (*(shape.users or ()), *(shape.teams or ()), *(shape.organizations or ()), *(shape.roles or ()))
    if shape.permission:
        yield f"permission {shape.permission}"
    if shape.level:
        yield f"level {shape.level}"
    if shape.codeowners:
        yield "CODEOWNERS"
