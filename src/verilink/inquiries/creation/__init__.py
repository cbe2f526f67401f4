"""The one statement that makes an inquiry."""
