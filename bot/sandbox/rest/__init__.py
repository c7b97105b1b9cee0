"""The REST API of the sandbox: as much of GitHub's as an App like ours may need, with its limits and refusals."""
