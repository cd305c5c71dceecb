"""What a business tells Cauce about itself: who it is, what it sells, how it answers."""
