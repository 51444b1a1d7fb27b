"""Pictures of products and locations: checked, made anew in three sizes, kept as files, shown to anybody."""
