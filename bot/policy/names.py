"""Ids, logins, teams, addresses: whether a name can be one."""

import re

from bot.policy.problems import refuse

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# https://docs.github.com/en/enterprise-cloud@latest/admin/concepts/identity-and-access-management/enterprise-managed-users
# managed users have an underscore and their enterprise's short code at the end; old accounts may have hyphens anywhere
LOGIN = re.compile(r"[A-Za-z0-9-]{1,39}(?:_[A-Za-z0-9]{1,8})?")
TEAM = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]){0,38}/[a-z0-9_](?:[a-z0-9._-]){0,99}")
ROLE = re.compile(r"[^/\s](?:[^/\r\n]{0,98}[^/\s])?")
MOST_ID = 60


def kebab(text: str) -> str:
    """Check an id: `raw-body`."""
    if len(text) > MOST_ID:
        raise refuse(f"This id has {len(text)} characters; the most is {MOST_ID}.", "Shorten it.")
    if not KEBAB.fullmatch(text):
        better = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "raw-body"
        raise refuse(f"`{text}` is no id: small letters, digits and single hyphens make one.", f"Write `{better}`.")
    return text


def login(text: str) -> str:
    """Check the login of an account, person or app."""
    person = text.removesuffix("[bot]")
    if not LOGIN.fullmatch(person):
        raise refuse(f"`{text}` is no GitHub login.", _better_login(text))
    return text


def signer(text: str) -> str:
    """Check the login of somebody who can sign."""
    if text.endswith("[bot]"):
        raise refuse(f"`{text}` is a bot, and bots don't sign.", "Name a person.")
    return login(text)


def team(text: str) -> str:
    """Check a team: `acme/payments`."""
    if not TEAM.fullmatch(text):
        raise refuse(f"`{text}` is no team.", _better_team(text))
    return text


def organization(text: str) -> str:
    """Check an organisation: `acme`."""
    if not LOGIN.fullmatch(text):
        better = text.removeprefix("@").partition("/")[0]
        instead = f"Write `{better}`." if LOGIN.fullmatch(better) else "Write it as in its address: `acme`."
        raise refuse(f"`{text}` is no organisation.", instead)
    return text


def role(text: str) -> str:
    """Check a role of an organisation: `acme/security_manager`."""
    org, slash, name = text.partition("/")
    if not slash or not LOGIN.fullmatch(org) or not ROLE.fullmatch(name):
        better = name if slash else text
        raise refuse(f"`{text}` is no role of an organisation.", f"Write the organisation too: `acme/{better}`.")
    return text


def address(text: str) -> str:
    """Check the address of a page."""
    if not re.fullmatch(r"https?://[^\s<>\"')\]]+", text):
        raise refuse(f"`{text}` is no address of a page.", "Write it in full, from `https://` on.")
    return text


def _better_login(text: str) -> str:
    if text.startswith("@") and "/" not in text:
        return f"Write `{text[1:]}`, without the `@`."
    if "/" in text:
        return f"Write teams under `teams`: `{text.removeprefix('@')}`."
    return "Write it as it stands in the address of the profile, not the name or the mail address."


def _better_team(text: str) -> str:
    org, _, slug = text.removeprefix("@").rpartition("/")
    if not org:
        return f"Write the organisation too: `acme/{re.sub('[^a-z0-9]+', '-', slug.lower()).strip('-') or 'payments'}`."
    better = f"{org}/{re.sub('[^a-z0-9._-]+', '-', slug.lower()).strip('-')}"
    return f"Write `{better}`." if TEAM.fullmatch(better) else "Write `organisation/team`, as in the team's address."
