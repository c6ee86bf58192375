"""The network as one HTML file that works offline.

From a store comes a `subject`; `data` and `facts` are what its page knows, `render` writes it.
"""
