"""The demo exhibition: 33 stalls, 44 facilities, 234 products, from the project's own copy of the data."""
