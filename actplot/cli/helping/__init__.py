"""What a user is told of commands: on a terminal, and as pages for man."""
