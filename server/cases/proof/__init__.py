"""What a close-out has to prove, and what happens when it does not (docs/fraud.md)."""
