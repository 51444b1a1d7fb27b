"""What files of clients contain: their columns, and how cells are read and written."""
