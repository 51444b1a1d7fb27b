"""The arithmetic of free time: intervals, the clock of a day, grids of starts, and what fits between."""
