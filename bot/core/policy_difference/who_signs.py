"""Who signs, in one sentence, and as values that what people call a group does not tell apart."""

from dataclasses import fields, replace

from bot.core.markdown import listed
from bot.core.model.policy import Circle, Requirement, SignAll, SignAny, SignOffRule
from bot.core.policy_difference.conditions import in_a_row
from bot.core.who import needs

LONGEST = 600  # characters of one sentence on who signs
TOO_LONG = "signers who are too many to be named here"


def who(rule: SignOffRule) -> str:
    """Say who signs, conditions included."""
    says = _who(rule)
    return says if len(says) <= LONGEST else TOO_LONG


def _who(rule: SignOffRule) -> str:
    match rule:
        case Requirement(when=when):
            names = needs(replace(rule, when=None), lambda _: True)
            return names if when is None else f"{names} (only if {in_a_row(when)})"
        case SignAll(of=parts) | SignAny(of=parts):
            return listed([_who(part) for part in parts], "and also" if isinstance(rule, SignAll) else "or else")


def nameless(rule: SignOffRule) -> SignOffRule:
    """Leave out what groups and levels are called: who is in them counts."""
    match rule:
        case Requirement(signers=signers):
            circles = (signers.circle, *(level.circle for level in signers.levels))
            users, teams, organizations = (
                tuple(dict.fromkeys(name for circle in circles for name in getattr(circle, one.name)))
                for one in fields(Circle)
            )
            whole = replace(signers, name="", users=users, teams=teams, organizations=organizations, levels=())
            return replace(rule, signers=whole)
        case SignAll(of=parts) | SignAny(of=parts):
            return replace(rule, of=tuple(map(nameless, parts)))
