"""What results look like: text, Markdown, HTML, data, notebooks."""
