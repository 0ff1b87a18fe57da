"""What panels may have beside curves: the inputs behind them, and what touches them."""
