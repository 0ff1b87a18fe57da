"""From an entry to a record of numbers and facts."""
