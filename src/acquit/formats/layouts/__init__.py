"""Tables of others: a layout says where a foreign table keeps what Acquit asks for."""
