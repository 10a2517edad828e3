"""How connected bodies are spoken to."""
