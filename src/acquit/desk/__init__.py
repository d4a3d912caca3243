"""The pages for people at work. Doors only: they translate, and decide nothing."""
