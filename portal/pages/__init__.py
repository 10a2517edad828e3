"""What the public pages say: view models."""
