"""The shape of `rules/provenance.yml`."""

from pydantic import Field

from bot.policy.fields import Line, Login, Pattern, Shape


class AccountShape(Shape):
    """An account that is an assistant's own."""

    login: Login = Field(description="The whole login, `name[bot]` for an app.")
    name: Line = Field(description="The assistant's name.")


class LabelShape(Shape):
    """A label that an assistant puts on its pull requests."""

    label: Line = Field(description="The whole label.")
    name: Line = Field(description="The assistant's name.")


class MarkShape(Shape):
    """A pattern that gives an assistant away."""

    match: Pattern = Field(description="RE2 pattern on one address, name, line or branch.")
    name: Line = Field(description="The assistant's name.")


class ProvenanceShape(Shape):
    """How AI assistants give themselves away."""

    accounts: list[AccountShape] = Field(description="Accounts that assistants open pull requests and commit with.")
    emails: list[MarkShape] = Field(description="Addresses of authors, co-authors and committers, in trailers too.")
    names: list[MarkShape] = Field(description="Names of authors, co-authors and committers.")
    trailers: list[MarkShape] = Field(description="Trailers of a commit message, in the description too.")
    branches: list[MarkShape] = Field(description="Names of head branches, as the assistants make them.")
    footers: list[MarkShape] = Field(description="What tools put below a description or a commit message.")
    declarations: list[MarkShape] = Field(description="What authors say in the description: ticked boxes, lines.")
    labels: list[LabelShape] = Field(description="Labels that assistants put on.")
