"""The addresses of the pages."""

from importlib.resources import files

from aiohttp import web

from bot.sandbox.pages import deeds, issues, logs, pushing, reading
from bot.sandbox.pages.frame import Backstage, Frame
from bot.sandbox.pages.guard import Handler, PageError, protect

_STATIC = {"pages.css": "text/css", "pages.js": "text/javascript", "icon.svg": "image/svg+xml"}
_PULL = r"/pull/{number:\d{1,9}}"
_SPAN = r"{before:[0-9a-f]{40}}..{after:[0-9a-f]{40}}"
_ISSUE = r"/issues/{number:\d{1,9}}"
_COMMENT = _PULL + r"/comments/{comment:\d{1,19}}"
_THREAD = _PULL + r"/threads/{comment:\d{1,19}}"


def make_pages(backstage: Backstage) -> list[web.RouteDef]:
    """Give the routes of all pages; the API's prefixes are left to others."""
    frame = Frame(backstage)
    return [*_pages(frame), *_forms(frame), *_versions(frame), *_static(), *_as_on_github(frame), _nothing(frame)]


def _pages(frame: Frame) -> list[web.RouteDef]:
    return [
        web.get("/", frame.page("repository.html", reading.repository)),
        web.get(_PULL, frame.page("conversation.html", reading.conversation)),
        web.get(f"{_PULL}/files", frame.page("files.html", reading.changed)),
        web.get(f"{_PULL}/checks", frame.page("checks.html", reading.check_runs)),
        web.get(f"{_PULL}/push", frame.page("push.html", pushing.form)),
        web.get(f"/compare/{_SPAN}", frame.page("compare.html", reading.compare)),
        web.get(_ISSUE, frame.page("issue.html", issues.page)),
        web.get("/deliveries", frame.page("deliveries.html", logs.deliveries)),
        web.get("/requests", frame.page("requests.html", logs.requests)),
    ]


def _forms(frame: Frame) -> list[web.RouteDef]:
    forms = {
        f"{_PULL}/comment": deeds.comment,
        f"{_PULL}/review": deeds.review,
        f"{_PULL}/label": deeds.label,
        f"{_PULL}/unlabel": deeds.unlabel,
        f"{_PULL}/state": deeds.state,
        f"{_PULL}/merge": deeds.merge,
        f"{_ISSUE}/comment": issues.comment,
        f"{_ISSUE}/state": issues.state,
        f"{_PULL}/queue": deeds.queue,
        f"{_PULL}/push": pushing.push,
        f"{_PULL}/push/ready": pushing.ready,
        rf"{_PULL}/reviews/{{review:\d{{1,19}}}}/dismiss": deeds.dismiss,
        rf"{_PULL}/checks/{{check:\d{{1,19}}}}": deeds.check,
        f"{_COMMENT}/boxes": deeds.tick,
        f"{_COMMENT}/edit": deeds.edit,
        f"{_COMMENT}/delete": deeds.delete,
        f"{_THREAD}/reply": deeds.reply,
        f"{_THREAD}/resolve": deeds.resolve,
        r"/deliveries/{delivery:\d{1,19}}/redeliver": logs.redeliver,
    }
    return [
        web.post("/acting", frame.safe(frame.act_as)),
        *(web.post(path, frame.deed(do)) for path, do in forms.items()),
    ]


def _versions(frame: Frame) -> list[web.RouteDef]:
    """Let a page ask whether it is still up to date."""
    return [
        web.get("/version", frame.version(lambda desk: reading.version(list(desk.repo.pulls.values())))),
        web.get(f"{_PULL}/version", frame.version(lambda desk: reading.version([desk.pull]))),
        web.get(f"{_ISSUE}/version", frame.version(issues.version)),
        web.get("/deliveries/version", frame.version(logs.deliveries_version)),
        web.get("/requests/version", frame.version(logs.calls_version)),
    ]


def _static() -> list[web.RouteDef]:
    folder = files("bot.sandbox.pages") / "static"
    return [web.get(f"/static/{name}", _file((folder / name).read_bytes(), kind)) for name, kind in _STATIC.items()]


def _file(body: bytes, kind: str) -> Handler:
    async def give(_: web.Request) -> web.StreamResponse:
        fresh = {"Cache-Control": "no-cache"}
        return protect(web.Response(body=body, content_type=kind, charset="utf-8", headers=fresh))

    return give


def _as_on_github(frame: Frame) -> list[web.RouteDef]:
    """Lead addresses of GitHub's shape, which stand in comments and payloads, to the pages here."""

    async def lead(request: web.Request) -> web.StreamResponse:
        owner, name = request.match_info["owner"], request.match_info["name"]
        if f"{owner}/{name}".lower() != frame.repo.full_name.lower():
            raise PageError(404, "There is no such repository here.")
        raise web.HTTPFound(request.path.removeprefix(f"/{owner}/{name}"))

    pages = (r"pull/{number:\d{1,9}}{tab:(/(files|checks))?}", r"issues/{number:\d{1,9}}", f"compare/{_SPAN}")
    return [web.get(f"/{{owner}}/{{name}}/{page}", frame.safe(lead)) for page in pages]


def _nothing(frame: Frame) -> web.RouteDef:
    """Answer every other address that is no API's."""

    async def refuse(_: web.Request) -> web.StreamResponse:
        raise PageError(404, "There is no such page here. The sandbox shows pull requests, webhooks and API calls.")

    return web.get("/{rest:(?!api/).*}", frame.safe(refuse))
