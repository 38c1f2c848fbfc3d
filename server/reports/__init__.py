"""What residents send and see."""
