"""What an inquiry knows of a person, held against records."""
