"""The city this installation serves, and the policies it chose. All of it is data."""
