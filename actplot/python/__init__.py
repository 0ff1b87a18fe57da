"""What users call in Python: pictures by the names of their commands, and answers as records."""
