"""Functions from a user's files and modules: found, loaded, called and looked at by their values alone."""
