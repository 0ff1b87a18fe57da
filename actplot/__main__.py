"""Runs the command line as `python -m actplot`."""

from .cli import main

if __name__ == "__main__":
    main(prog_name="actplot")
