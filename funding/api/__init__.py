"""The API about money, by subject."""
