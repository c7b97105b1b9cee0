"""What an edit of the policy changes, where the report shows it."""

from bot.core.proposal_words import in_words
from bot.core.render.scene import Scene

HEADING = "**What this edit of the policy changes**, what makes it weaker first:"


def edit(scene: Scene, at_most: int) -> list[str]:
    """Give the heading and the words; nothing where the policy stays, or can't be used."""
    proposal = scene.proposal
    if proposal is None:
        return []
    said = in_words(proposal, scene.pull.base_ref, at_most)
    return [HEADING, said] if proposal.changes else [said]
