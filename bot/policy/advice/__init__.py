"""What is sound, and yet can never happen, costs much, or misses what it looks for."""
