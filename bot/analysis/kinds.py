"""What a statement does, told by its words: the kinds of `SQL_KINDS`, with what is known of locks and rewrites.

See https://www.postgresql.org/docs/current/explicit-locking.html and .../sql-altertable.html#SQL-ALTERTABLE-NOTES.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.analysis.statements import Statement

_NAME = r'(?:IF (?:NOT )?EXISTS )?(?:ONLY )?(?P<name>"[^"]*"|\S+)'
_NEW_INDEX = r"CREATE (?:UNIQUE )?(?:CLUSTERED |NONCLUSTERED |FULLTEXT |SPATIAL )?INDEX"
_NEW_CODE = r"CREATE (?:OR (?:REPLACE|ALTER) )?(?:DEFINER = \S+ )?"
# To text, or to another length of it, rewrites nothing.
_RETYPED = r"(?:(?!TEXT\b|VARCHAR\b|CHARACTER VARYING\b)|.* USING\b)"
# (a statement begins so, kinds); the first that fits a statement is taken
_STATEMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (rf"CREATE (?:UNLOGGED )?(?:FOREIGN )?TABLE {_NAME}", ("creates-table",)),
    (rf"DROP (?:FOREIGN )?TABLE {_NAME}", ("drops-table",)),
    (r"DROP (?:SCHEMA|DATABASE|TYPE|DOMAIN|EXTENSION)\b", ("drops-schema",)),
    (r"DROP (?:OWNED|ROLE|USER|POLICY)\b", ("grants",)),
    (r"DROP (?:MATERIALIZED VIEW|VIEW|FUNCTION|PROCEDURE|TRIGGER|AGGREGATE|EVENT|RULE)\b", ("defines-code",)),
    (r"DROP INDEX CONCURRENTLY\b", ("drops-index",)),
    (r"DROP INDEX\b", ("drops-index", "index-not-concurrent", "blocks-writes")),
    (rf"{_NEW_INDEX} CONCURRENTLY (?:.*? )?ON {_NAME}", ("creates-index",)),
    (rf"{_NEW_INDEX} (?:.*? )?ON {_NAME}", ("creates-index", "index-not-concurrent", "blocks-writes")),
    (r"REINDEX (?:\( .*?\) )?(?:INDEX|TABLE|SCHEMA|DATABASE|SYSTEM) CONCURRENTLY\b", ()),
    (r"REINDEX\b", ("index-not-concurrent", "blocks-writes")),
    (rf"TRUNCATE (?:TABLE )?{_NAME}", ("truncates",)),
    (r"RENAME TABLE\b|EXEC(?:UTE)? (?:SYS\.)?SP_RENAME\b", ("renames",)),
    (r"LOCK (?:TABLES?\b|(?!IN\b))", ("locks-table", "blocks-writes")),
    (r"VACUUM (?:\( )?(?:[A-Z]+ (?:, )?)*?FULL\b|CLUSTER\b", ("rewrites-table", "blocks-writes")),
    (r"REFRESH MATERIALIZED VIEW (?!CONCURRENTLY\b)", ("blocks-writes",)),
    (r"(?:GRANT|REVOKE|REASSIGN OWNED|CREATE ROLE|CREATE USER|ALTER ROLE|ALTER USER|ALTER DEFAULT PRIVILEGES|DENY)\b", ("grants",)),
    (r"(?:CREATE|ALTER) POLICY\b", ("row-security",)),
    (r"ALTER TYPE \S+ (?:ADD|RENAME) VALUE\b", ("changes-enum",)),
    (r"ALTER (?:MATERIALIZED VIEW|VIEW|INDEX|SEQUENCE|SCHEMA|TYPE|FUNCTION|DATABASE) .*?\bRENAME\b", ("renames",)),
    (r"ALTER (?:MATERIALIZED VIEW|VIEW|SEQUENCE|SCHEMA|TYPE|FUNCTION|DATABASE) .*?\bOWNER TO\b", ("grants",)),
    (rf"{_NEW_CODE}(?:CONSTRAINT )?TRIGGER\b", ("defines-code", "blocks-writes")),
    (rf"{_NEW_CODE}(?:MATERIALIZED VIEW|(?:RECURSIVE )?VIEW|FUNCTION|PROCEDURE|RULE|EVENT)\b", ("defines-code",)),
)  # fmt: skip
# (an action of ALTER TABLE begins so, or holds it, kinds); every one that fits counts
_ACTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"^DROP (?:COLUMN )?(?!CONSTRAINT\b|FOREIGN\b|PRIMARY\b|CHECK\b|INDEX\b|KEY\b|PARTITION\b|EXPRESSION\b|DEFAULT\b)", ("drops-column",)),
    (r"^DROP (?:CONSTRAINT|FOREIGN KEY|PRIMARY KEY|CHECK)\b", ("drops-constraint",)),
    (r"^DROP (?:INDEX|KEY)\b", ("drops-index",)),
    (r"^RENAME\b|^CHANGE\b", ("renames",)),
    (r"^ALTER (?:COLUMN )?+\S+ (?:SET DATA )?TYPE\b", ("changes-type",)),
    (rf"^ALTER (?:COLUMN )?+\S+ (?:SET DATA )?TYPE {_RETYPED}", ("rewrites-table", "blocks-writes")),
    (r"^MODIFY\b|^CHANGE\b", ("changes-type", "rewrites-table", "blocks-writes")),
    (r"^ALTER (?:COLUMN )?+\S+ (?!SET\b|DROP\b|TYPE\b|ADD\b|RESTART\b|RESET\b)[A-Z]", ("changes-type", "rewrites-table", "blocks-writes")),
    (r"^ALTER (?:COLUMN )?+\S+ SET NOT NULL\b", ("sets-not-null", "blocks-writes")),
    (r"^ALTER (?:COLUMN )?+\S+ DROP NOT NULL\b", ("allows-null",)),
    (r"^ALTER (?:COLUMN )?+\S+ (?:SET|DROP) (?:DEFAULT|EXPRESSION|IDENTITY)\b", ("changes-default",)),
    (r"^OWNER TO\b", ("grants",)),
    (r"^(?:ENABLE|DISABLE|FORCE|NO FORCE) ROW LEVEL SECURITY\b", ("row-security",)),
    (r"^SET (?:LOGGED|UNLOGGED|TABLESPACE|ACCESS METHOD)\b", ("rewrites-table", "blocks-writes")),
    (r"^CONVERT TO\b|\bALGORITHM = COPY\b|^ENGINE\b", ("rewrites-table", "blocks-writes")),
    (r"\bLOCK = (?:SHARED|EXCLUSIVE)\b", ("blocks-writes",)),
    (r"^(?:ENABLE|DISABLE) (?:(?:REPLICA|ALWAYS) )?TRIGGER\b", ("defines-code", "blocks-writes")),
    (r"^ADD (?:FULLTEXT |SPATIAL )?(?:INDEX|KEY)\b", ("creates-index",)),
)  # fmt: skip
_CONSTRAINT = re.compile(
    r"^ADD (?:CONSTRAINT (?:IF NOT EXISTS )?\S+ )?(?:FOREIGN KEY|PRIMARY KEY|UNIQUE|CHECK|EXCLUDE)\b"
)
_NEW_COLUMN = re.compile(
    r"^ADD (?!CONSTRAINT\b|INDEX\b|KEY\b|FULLTEXT\b|SPATIAL\b|PARTITION\b|VALUE\b|SYSTEM\b|TABLE\b)"
)
_FREE_OF_SCANS = re.compile(r"\bNOT VALID\b|\bUSING INDEX\b|\bNOT ENFORCED\b|\bWITH NOCHECK\b")
_DEFAULTS = re.compile(
    r"\bDEFAULT (?!NULL\b)|\bGENERATED\b|\b(?:SMALL|BIG)?SERIAL[248]?\b|\bIDENTITY\b|\bAUTO_INCREMENT\b"
)
# A default that differs from row to row is written into each; a stored computed column too.
_PER_ROW = re.compile(
    r"\bDEFAULT \(?\s?(?:GEN_RANDOM_UUID|UUID_GENERATE_V\d\w*|\S*\.?UUID\w*|RANDOM|CLOCK_TIMESTAMP|TIMEOFDAY|NEXTVAL)\b"
    r"|\bSTORED\b|\b(?:SMALL|BIG)?SERIAL[248]?\b|\bAS IDENTITY\b"
)
_ALTER_TABLE = re.compile(rf"^ALTER (?:FOREIGN )?TABLE {_NAME} (?:WITH (?:NO)?CHECK )?(?P<actions>.*)$")
_UPDATE = re.compile(rf"^UPDATE {_NAME} .*?\bSET\b")
_DELETE = re.compile(rf"^DELETE FROM {_NAME}")  # noqa: S608  # read, never run
_TEMPORARY = re.compile(rf"^CREATE (?:GLOBAL |LOCAL )?TEMP(?:ORARY)? TABLE {_NAME}")
# On a table that was created just before nobody waits, and there is no row yet.
_HARMLESS_WHEN_NEW = frozenset(
    {"index-not-concurrent", "blocks-writes", "rewrites-table", "sets-not-null", "not-null-without-default",
     "adds-constraint-validated", "updates-without-where", "locks-table", "changes-type"}
)  # fmt: skip
_COMPILED = tuple((re.compile(f"^(?:{begins})"), kinds) for begins, kinds in _STATEMENTS)
_ACTIONS_COMPILED = tuple((re.compile(action), kinds) for action, kinds in _ACTIONS)


class Reader:
    """Tells the kinds of the statements of one text, in order: what was created before matters to what comes after."""

    def __init__(self) -> None:
        self._new: set[str] = set()
        self._temporary: set[str] = set()

    def kinds(self, statement: Statement) -> tuple[str, ...]:
        """Give all kinds that a statement is of."""
        text = _main_part(statement.words)
        if temporary := _TEMPORARY.match(text):
            self._temporary.add(temporary["name"])
            return ()
        found, name = _told(text, statement)
        if "creates-table" in found:
            self._new.add(name)
        if name in self._temporary:
            return ()
        harmless = _HARMLESS_WHEN_NEW if name in self._new else frozenset[str]()
        return tuple(kind for kind in dict.fromkeys(found) if kind not in harmless)


def _told(text: str, statement: Statement) -> tuple[list[str], str]:
    """Give the kinds and the name of the table, as far as one is named."""
    if alter := _ALTER_TABLE.match(text):
        actions = list(_actions(alter["actions"]))
        return [kind for action in actions for kind in _of_action(action, statement.mysql)], alter["name"]
    if changed := _UPDATE.match(text):
        return ["updates-rows", *([] if " WHERE " in _outer(text) else ["updates-without-where"])], changed["name"]
    if deleted := _DELETE.match(text):
        return ["deletes-rows", *([] if " WHERE " in _outer(text) else ["deletes-without-where"])], deleted["name"]
    if text.startswith(("INSERT ", "MERGE ", "REPLACE INTO ", "COPY ")):
        return ["inserts-rows"], ""
    for begins, kinds in _COMPILED:
        if begun := begins.match(text):
            kept = [
                kind for kind in kinds if not (statement.mysql and "index-not-concurrent" in kinds and kind in _LOCKS)
            ]
            return [*kept, *_spreading(text)], begun.groupdict().get("name") or ""
    return [], ""


_LOCKS = ("index-not-concurrent", "blocks-writes")  # MySQL builds indexes while writes go on


def _of_action(action: str, mysql: bool) -> Iterator[str]:  # the dialect, not a switch
    for begins, kinds in _ACTIONS_COMPILED:
        if begins.search(action):
            yield from kinds
    if _CONSTRAINT.match(action):
        yield "adds-constraint"
        if not _FREE_OF_SCANS.search(action):
            yield from ("adds-constraint-validated", "blocks-writes")
    elif _NEW_COLUMN.match(action):
        yield "adds-column"
        yield from _of_new_column(action, mysql)
    yield from _spreading(action)


def _of_new_column(action: str, mysql: bool) -> Iterator[str]:  # as above
    if " NOT NULL" in action and not _DEFAULTS.search(action):
        yield "not-null-without-default"
    if _PER_ROW.search(action) and not mysql:
        yield from ("rewrites-table", "blocks-writes")
    if " REFERENCES " in action or re.search(r" (?:UNIQUE|PRIMARY KEY|CHECK)\b", action):
        yield from ("adds-constraint", "adds-constraint-validated", "blocks-writes")


def _spreading(text: str) -> Iterator[str]:
    if re.search(r"\bON (?:DELETE|UPDATE) CASCADE\b|^(?:DROP|TRUNCATE)\b.* CASCADE$", text):
        yield "cascades"


def _main_part(words: Sequence[str]) -> str:
    """Give the words on one line; of `WITH x AS (...) UPDATE ...` the part behind the parentheses."""
    text = " ".join(words)
    if not text.startswith(("WITH ", "EXPLAIN ")):
        return text
    depth = 0
    for at, word in enumerate(words):
        depth += (word == "(") - (word == ")")
        if depth == 0 and word in ("UPDATE", "DELETE", "INSERT", "MERGE", "SELECT"):
            return " ".join(words[at:])
    return text


def _outer(text: str) -> str:
    """Give what stands in no parentheses."""
    kept, depth = [], 0
    for word in text.split(" "):
        depth += word == "("
        if depth <= 0:
            kept.append(word)
        depth -= word == ")"
    return " ".join(kept)


def _actions(text: str) -> Iterable[str]:
    """Split the actions of one ALTER TABLE, which commas outside of parentheses part.

    SQL Server lists several columns behind one ADD: what begins as no action goes on with the one before.
    """
    part: list[str] = []
    verb, depth = "", 0
    for word in [*text.split(" "), ","]:
        depth += (word == "(") - (word == ")")
        if word != "," or depth > 0:
            part.append(word)
            continue
        if part:
            known = part[0] in _VERBS
            verb = part[0] if known else verb
            yield " ".join(part if known or not verb else [verb, *part])
        part = []


_VERBS = frozenset(
    {"ADD", "ALTER", "DROP", "RENAME", "MODIFY", "CHANGE", "SET", "RESET", "OWNER", "ENABLE", "DISABLE", "FORCE", "NO",
     "VALIDATE", "ATTACH", "DETACH", "INHERIT", "CLUSTER", "CONVERT", "ENGINE", "ALGORITHM", "LOCK", "REPLICA",
     "COMMENT", "AUTO_INCREMENT", "DEFAULT", "ORDER", "PARTITION", "SWITCH", "CHECK", "NOCHECK", "REBUILD", "TRUNCATE"}
)  # fmt: skip
