"""Events of an installation: what it sees, and who its people are."""

from collections.abc import Callable

from bot.core.events.delivery import Delivery, where
from bot.core.events.values import Event, Ignored, InstallationGone, PeopleChanged, RepositoriesAdded


def installation(given: Delivery) -> Event | Ignored:
    """Read `installation`: it came, went, or may do more than before."""
    if given.action in ("deleted", "suspend"):
        return InstallationGone(given.id, given.installation)
    if given.action in ("created", "unsuspend", "new_permissions_accepted"):
        named = isinstance(given.payload.value.get("repositories"), list)
        return _added(given, "repositories") if named else RepositoriesAdded(given.id, given.installation, ())
    return given.unneeded()


def installation_repositories(given: Delivery) -> Event | Ignored:
    """Read `installation_repositories`: those that were added."""
    if given.action != "added":
        return Ignored("repositories that we no longer see need nothing")
    return _added(given, "repositories_added")


def _added(given: Delivery, field: str) -> RepositoriesAdded:
    found = tuple(where(repo, given.installation) for repo in given.payload.parts(field))
    return RepositoriesAdded(given.id, given.installation, found)


def people(*actions: str) -> Callable[[Delivery], Event | Ignored]:
    """Make a reader for an event whose `actions` change who belongs where."""

    def read(given: Delivery) -> Event | Ignored:
        if given.action not in actions:
            return given.unneeded()
        return PeopleChanged(given.id, given.installation, f"{given.name} {given.action}")

    return read
