"""Style sheets that come with us, and how any is applied."""
