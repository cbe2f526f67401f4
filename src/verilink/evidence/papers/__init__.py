"""Papers that prove something: bills, statements and letters. Files in, text and traces of how they were made out."""
