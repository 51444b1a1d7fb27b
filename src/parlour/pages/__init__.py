"""What the HTML pages of the server share: templates, texts, files and how a page is sent."""
