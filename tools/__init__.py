"""What builds the documentation, and keeps what is committed of it in step."""
