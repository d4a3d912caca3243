"""Hand-over: the list of cases, a case, insolvencies, and what is given up."""
