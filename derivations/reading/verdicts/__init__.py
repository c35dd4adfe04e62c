"""A note walked line by line, each claim judged and told."""
