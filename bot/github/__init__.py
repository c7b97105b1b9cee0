"""The only room that speaks HTTP to GitHub: signs in, reads a pull request, writes what should stand there."""
