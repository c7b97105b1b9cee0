"""Which languages a file is written in, told from its name alone."""

from functools import cache, lru_cache
from posixpath import basename

# language -> endings of names, without the dot. A file may be in several: a component holds markup and a script.
_ENDINGS = {
    "c": "c h",
    "cpp": "cc cpp cxx c++ h hh hpp hxx ipp tpp cu",
    "csharp": "cs csx cshtml razor",
    "css": "css scss sass less",
    "dart": "dart",
    "dockerfile": "dockerfile containerfile",
    "elixir": "ex exs heex eex",
    "erlang": "erl hrl",
    "go": "go",
    "graphql": "graphql gql graphqls",
    "groovy": "groovy gradle gvy jenkinsfile",
    "haskell": "hs lhs",
    "hcl": "hcl tf tfvars tofu nomad",
    "html": "html htm xhtml erb haml slim hbs mustache ejs jinja j2 twig njk cshtml razor heex eex jsp vue svelte astro",
    "java": "java jsp",
    "javascript": "js jsx mjs cjs es6 vue svelte astro",
    "json": "json json5 jsonc ipynb webmanifest geojson avsc",
    "kotlin": "kt kts",
    "lua": "lua luau",
    "markdown": "md mdx markdown",
    "objective-c": "m mm",
    "perl": "pl pm t",
    "php": "php phtml php5 php7 inc ctp module install",
    "powershell": "ps1 psm1 psd1",
    "prisma": "prisma",
    "protobuf": "proto",
    "python": "py pyi pyx pxd pyw ipynb bzl star",
    "r": "r rmd",
    "ruby": "rb rake gemspec ru erb haml slim podspec jbuilder builder thor",
    "rust": "rs",
    "scala": "scala sc sbt",
    "shell": "sh bash zsh ksh fish bats",
    "solidity": "sol",
    "sql": "sql ddl dml psql pgsql plsql pls pks pkb prc fnc trg tsql hql cql mysql",
    "svelte": "svelte",
    "swift": "swift",
    "terraform": "tf tfvars tofu",
    "toml": "toml",
    "typescript": "ts tsx mts cts vue svelte astro",
    "vue": "vue",
    "xml": "xml xsd xsl xslt csproj fsproj vbproj props targets plist config pom wsdl",
    "yaml": "yml yaml",
}
# whole names, in lower case
_NAMES = {
    "dockerfile": ("dockerfile", "containerfile"),
    "groovy": ("jenkinsfile",),
    "json": (".babelrc", ".eslintrc", "pipfile.lock"),
    "python": ("sconstruct", "tiltfile", "build.bazel", "build"),
    "ruby": ("gemfile", "rakefile", "vagrantfile", "podfile", "fastfile", "guardfile", "capfile", "brewfile"),
    "shell": (".bashrc", ".profile", ".zshrc", ".envrc"),
    "toml": ("pipfile", "cargo.lock", "poetry.lock", "uv.lock"),
    "yaml": (".clang-format", ".yamllint"),
}
_ACTION = ("action.yml", "action.yaml")

LANGUAGES = frozenset({*_ENDINGS, "github-actions"})


@lru_cache(maxsize=8192)
def languages(path: str) -> tuple[str, ...]:
    """Name the languages of a file, in a fixed order; () when its name tells none."""
    by_name, by_ending = _tables()
    name = basename(path).lower()
    stem, dot, ending = name.rpartition(".")
    found = (*by_name.get(name, ()), *(by_ending.get(ending, ()) if dot else ()))
    if stem.startswith(("dockerfile", "containerfile")) or name.startswith(("dockerfile.", "containerfile.")):
        found = (*found, "dockerfile")
    if "yaml" in found and (name in _ACTION or path.startswith(".github/workflows/")):
        found = (*found, "github-actions")
    return tuple(dict.fromkeys(found))


def sample_names(language: str) -> tuple[str, ...]:
    """Give names of files in a language, one for each way in which its files are named; `file` stands for any word."""
    actions = _ACTION if language == "github-actions" else ()
    return (*(f"file.{ending}" for ending in _ENDINGS.get(language, "").split()), *_NAMES.get(language, ()), *actions)


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    return _turned(_NAMES), _turned({language: endings.split() for language, endings in _ENDINGS.items()})


def _turned(table: "dict[str, tuple[str, ...]] | dict[str, list[str]]") -> dict[str, tuple[str, ...]]:
    """Turn language -> names into name -> languages."""
    turned: dict[str, tuple[str, ...]] = {}
    for language, names in table.items():
        for name in names:
            turned[name] = (*turned.get(name, ()), language)
    return turned
