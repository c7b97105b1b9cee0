"""The sandbox's state and what people do to it; knows nothing of HTTP."""
