"""The words that a policy may choose from."""

PACKS = ("schema", "auth", "money", "runtime")
POLICY_ZONE = "policy"
POLICY_RULE = "policy-file"
# fmt: off
LANGUAGES = frozenset((
    "c", "cpp", "csharp", "css", "dart", "dockerfile", "elixir", "erlang", "go", "graphql", "groovy", "haskell", "hcl",
    "html", "java", "javascript", "json", "kotlin", "lua", "markdown", "objective-c", "perl", "php", "powershell",
    "protobuf", "python", "r", "ruby", "rust", "scala", "shell", "sql", "svelte", "swift", "toml", "typescript", "vue",
    "xml", "yaml",
))
# fmt: on
