"""Many inquiries from one table: one for each row, with a link of its own."""
