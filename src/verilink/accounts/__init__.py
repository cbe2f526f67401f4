"""The customer's end users across inquiries, found by reference ID."""
