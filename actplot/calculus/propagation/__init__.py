"""What depth makes of activations, of gradients and of the distance between two inputs."""
