"""What GraphQL answers of files and blobs."""

from bot.github.graph_shapes import GitObject, Graph


class FileEntry(Graph):
    """A file in a commit. `mode` is a decimal number: 33188 is 100644."""

    mode: int
    oid: str
    object: GitObject | None


class ReadFiles(Graph):
    """The answer to what `read_files` and `read_entries` make: entries by their alias, None where there is no such file."""

    class Sides(Graph):
        """Both commits; None for one that is not there."""

        before: dict[str, FileEntry | None] | None
        after: dict[str, FileEntry | None] | None

    repository: Sides


class ReadBlobs(Graph):
    """The answer to what `read_blobs` makes: blobs by their alias, None where there is no such object."""

    repository: dict[str, GitObject | None]
