"""The thinking: values in, values out; no client, clock, logger or environment."""
