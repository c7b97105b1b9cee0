"""Which grammar takes a file apart, by the ending of its name: components such as `.vue`, which hold several, have none."""

from posixpath import basename

# language as rules name it -> grammar -> endings
_GRAMMARS = {
    "c": {"c": "c h"},
    "cpp": {"cpp": "cc cpp cxx c++ hh hpp hxx"},
    "csharp": {"csharp": "cs csx"},
    "css": {"css": "css"},
    "dart": {"dart": "dart"},
    "elixir": {"elixir": "ex exs"},
    "go": {"go": "go"},
    "haskell": {"haskell": "hs"},
    "html": {"html": "html htm xhtml"},
    "java": {"java": "java"},
    "javascript": {"javascript": "js jsx mjs cjs es6"},
    "json": {"json": "json"},
    "kotlin": {"kotlin": "kt kts"},
    "lua": {"lua": "lua"},
    "php": {"php": "php phtml"},
    "python": {"python": "py pyi pyw"},
    "ruby": {"ruby": "rb rake gemspec ru podspec jbuilder"},
    "rust": {"rust": "rs"},
    "scala": {"scala": "scala sc sbt"},
    "shell": {"bash": "sh bash"},
    "solidity": {"solidity": "sol"},
    "swift": {"swift": "swift"},
    "terraform": {"hcl": "tf tfvars tofu"},
    "typescript": {"typescript": "ts mts cts", "tsx": "tsx"},
    "yaml": {"yaml": "yml yaml"},
}
_BY_ENDING = {
    ending: (language, grammar)
    for language, grammars in _GRAMMARS.items()
    for grammar, endings in grammars.items()
    for ending in endings.split()
}
_SQL_ENDINGS = frozenset(["sql", "ddl", "dml", "psql", "pgsql", "mysql", "tsql"])

TAKEN_APART = frozenset(_GRAMMARS)
# Languages whose strings may hold SQL that migrations or programs run.
SQL_HOSTS = frozenset(
    {"csharp", "elixir", "go", "java", "javascript", "kotlin", "php", "python", "ruby", "rust", "scala", "typescript"}
)


def language_of(path: str) -> str | None:
    """Name the language that a file is taken apart as; None when no grammar reads it whole."""
    return _BY_ENDING.get(_ending(path), (None, None))[0]


def grammar_of(path: str) -> str | None:
    """Name the grammar that reads a file: the language's, but `tsx` for that kind of TypeScript."""
    return _BY_ENDING.get(_ending(path), (None, None))[1]


def grammars_of(language: str) -> tuple[str, ...]:
    """Name the grammars of a language."""
    return tuple(_GRAMMARS[language])


def is_sql(path: str) -> bool:
    """Whether the whole file is SQL."""
    return _ending(path) in _SQL_ENDINGS


def may_hold_sql(path: str) -> bool:
    """Whether it is SQL, or a program whose strings may be."""
    return is_sql(path) or language_of(path) in SQL_HOSTS


def _ending(path: str) -> str:
    return basename(path).lower().rpartition(".")[2]
