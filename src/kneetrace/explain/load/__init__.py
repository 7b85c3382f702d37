"""What a movement asks of hip and knee: joint moments, muscle forces, the load on the kneecap."""
