"""Floor 0: pure functions and frozen values.

No Django, no clock, no database, no hidden randomness: an analyst with two spreadsheets uses this package from a
notebook. Days and seeds are passed in; every text that a person may read comes in Chinese and English.
"""
