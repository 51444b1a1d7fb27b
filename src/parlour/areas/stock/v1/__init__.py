"""What operations of API v1 on stock share, in whichever area they are."""
