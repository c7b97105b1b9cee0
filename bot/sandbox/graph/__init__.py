"""The GraphQL API of the sandbox: a part of GitHub's schema, answered from the world."""
