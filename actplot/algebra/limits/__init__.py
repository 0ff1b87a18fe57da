"""What a formula tends to on one side of a point: by its leading term, else by values that converge."""
