"""失责线索: what the numbers point at, for people to look into."""
