"""Reports over a range of days: chosen at the left, with a chart, tables, ties and sums."""
