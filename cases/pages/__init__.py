"""What pages say about a case: words and view models, no decisions."""
