"""Households: identity numbers, crosswalks, the income account, natural changes, quality rules over columns."""
