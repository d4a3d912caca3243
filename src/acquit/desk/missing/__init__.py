"""What the accounting's last list of open items did not have: was it settled, or not?"""
