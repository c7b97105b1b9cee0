"""A GitHub in this process: what people do there, told to the bot by webhooks, and read by it over REST and GraphQL."""
