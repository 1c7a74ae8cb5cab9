"""The API of the main way: the same services, selectors and access as the pages. No rules of its own."""
