"""Files of messages: fetched, kept, heard, handed out, sent and forgotten."""
