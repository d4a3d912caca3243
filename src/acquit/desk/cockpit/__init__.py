"""Where do we stand? The first page: key figures and pictures, each leading to its rows."""
