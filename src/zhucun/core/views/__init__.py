"""Pages of core: the log and small things; accounts."""
