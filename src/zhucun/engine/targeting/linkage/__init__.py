"""Whether two rows of two registers are one person: numbers first, then names, births and places, with a probability.

Fellegi and Sunter (1969), Journal of the American Statistical Association 64, 1183-1210, over NumPy columns. Why not a
library: docs/adr/0005-record-linkage.md.
"""

from zhucun.engine.targeting.linkage.link import Band, Link, Links, link
from zhucun.engine.targeting.linkage.people import People
from zhucun.engine.targeting.linkage.standard import standard

__all__ = ["Band", "Link", "Links", "People", "link", "standard"]
