"""Changes to the facts: drafts, examined first, then written whole or not at all.

Nothing here prints or asks the user.
"""
