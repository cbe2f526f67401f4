"""Made-up people, documents and recordings. Every name and number is invented; both faces are public domain."""
