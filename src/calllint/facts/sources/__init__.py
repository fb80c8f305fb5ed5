"""Reading lists: each source fills a table of text columns, with the line of every row."""
