"""What do we ask for beside the amount of late invoices, what was claimed, what let go?"""
