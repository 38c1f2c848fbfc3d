"""What any such product needs; knows nothing of cases, photos or streets."""
