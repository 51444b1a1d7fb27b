"""Pictures of products and locations: checked, decoded in confined processes, stored in three sizes, shown publicly."""
