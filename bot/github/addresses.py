"""How GitHub's addresses are put together."""

from urllib.parse import quote, urlencode, urlsplit

from bot.errors import DontDelegateError


def route(*parts: str | int, **query: str | int) -> str:
    """Join path segments, each quoted whole: `route("repos", *names(repo), "pulls", 7)`; None but plain names pass.

    RFC 6570's `{+path}`, which gidgethub offers, leaves `#` and `?` as they are, and so cuts the path.
    """
    if any(part in {"", ".", ".."} for part in parts):
        raise DontDelegateError(f"{'/'.join(map(str, parts))!r} is no address that GitHub could know")
    path = "/" + "/".join(quote(str(part), safe="") for part in parts)
    return f"{path}?{urlencode(query)}" if query else path


def names(repo: str) -> tuple[str, str]:
    """Split "owner/name"."""
    owner, slash, name = repo.partition("/")
    if not (owner and slash and name) or "/" in name:
        raise DontDelegateError(f"{repo!r} is not the name of a repository: it should read `owner/name`")
    return owner, name


def graphql_url(api_url: str) -> str:
    """Where GraphQL is served beside REST.

    https://docs.github.com/en/enterprise-server@3.19/graphql/guides/forming-calls-with-graphql#the-graphql-endpoint
    """
    base = api_url.rstrip("/")
    return base.removesuffix("/v3") + "/graphql" if urlsplit(base).path.endswith("/api/v3") else base + "/graphql"
