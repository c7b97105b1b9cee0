"""Don't Delegate: a GitHub App that keeps a senior's sign-off on the changes that must not be delegated."""

__version__ = "0.1.0"
