"""The whole world in one object: state, and every operation by the name of what people do."""

from bot.sandbox.model.governing import Governing
from bot.sandbox.model.installing import Installing
from bot.sandbox.model.issuing import Issuing
from bot.sandbox.model.queueing import Queueing


class World(Queueing, Issuing, Governing, Installing):
    """A GitHub with one App. Operations change the state and send the webhooks that GitHub would send."""

    def announce(self) -> None:
        """Send again what tells of the installation and of each open pull request."""
        if self.installation is not None:
            owner = min(self.organizations[self.installation.org].owners)
            self.tell_installed(owner)
        for repo in self.installed():
            for pull in repo.pulls.values():
                if pull.state == "open":
                    self.pull_event(pull, "opened", pull.author.login)
