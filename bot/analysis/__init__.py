"""Taking code and SQL apart, in processes of their own with bounds on time and memory.

`desk` is where the bot asks; `child` is what runs there, and loads nothing else of the bot.
"""
