"""What every figure's page shares: layout, legend, limits, axes, blank sheets and set formulas."""
