"""Pages of postings, one file for each kind of page."""
