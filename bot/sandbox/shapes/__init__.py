"""The sandbox's state as GitHub's JSON; https://docs.github.com/en/rest tells the shapes."""
