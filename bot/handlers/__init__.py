"""What is done about each event: take a snapshot, think, apply, remember."""
