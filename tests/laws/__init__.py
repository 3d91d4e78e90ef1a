"""What must hold of every history: whatever laptops did, and however their parcels came, all registers say the same."""
