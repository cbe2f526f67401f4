"""Tables of people's records that the operator imported, for database verifications."""
