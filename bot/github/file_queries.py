"""The GraphQL documents that read files and blobs, many at a time."""

_ENTRY = "mode oid object { __typename oid ... on Blob { byteSize isBinary } }"
_ENTRY_WITH_TEXT = "mode oid object { __typename oid ... on Blob { byteSize isBinary isTruncated text } }"


def read_entries(count: int) -> str:
    """Ask for modes and ids of `count` files on both sides, by the variables of `read_files`."""
    return _both_sides("ReadEntries", count, _ENTRY)


def read_files(count: int) -> str:
    """Ask for `count` files on both sides in one go, by variables `$before`, `$after` (commits), `$b0`, `$a0`, ... (paths)."""
    return _both_sides("ReadFiles", count, _ENTRY_WITH_TEXT)


def _both_sides(operation: str, count: int, entry: str) -> str:
    variables = "".join(f", $b{i}: String!, $a{i}: String!" for i in range(count))
    before = "".join(f"\n        f{i}: file(path: $b{i}) {{ ...entry }}" for i in range(count))
    after = "".join(f"\n        f{i}: file(path: $a{i}) {{ ...entry }}" for i in range(count))
    return f"""
query {operation}($owner: String!, $name: String!, $before: GitObjectID!, $after: GitObjectID!{variables}) {{
  repository(owner: $owner, name: $name) {{
    before: object(oid: $before) {{
      ... on Commit {{{before}
      }}
    }}
    after: object(oid: $after) {{
      ... on Commit {{{after}
      }}
    }}
  }}
}}
fragment entry on TreeEntry {{
  {entry}
}}
"""


def read_blobs(count: int) -> str:
    """Ask for `count` blobs with their texts in one go, by variables `$o0`, ... (their ids)."""
    variables = "".join(f", $o{i}: GitObjectID!" for i in range(count))
    blobs = "".join(f"\n    b{i}: object(oid: $o{i}) {{ ...blob }}" for i in range(count))
    return f"""
query ReadBlobs($owner: String!, $name: String!{variables}) {{
  repository(owner: $owner, name: $name) {{{blobs}
  }}
}}
fragment blob on GitObject {{
  __typename oid ... on Blob {{ byteSize isBinary isTruncated text }}
}}
"""
