"""Services, their categories, and who provides them with what."""
