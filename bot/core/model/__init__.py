"""The words of the product as frozen values; every room speaks in these."""
