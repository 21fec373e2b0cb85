"""Papers drawn from a plan: posting notice, letters to secretaries and villages, the workbook with its proof."""
