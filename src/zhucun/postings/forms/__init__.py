"""Forms of postings: they translate what a person typed, and decide nothing."""
