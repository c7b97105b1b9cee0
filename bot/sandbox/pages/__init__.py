"""The sandbox's pages in the browser: a GitHub in miniature to read, push, comment and sign in."""
