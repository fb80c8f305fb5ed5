"""``html``: a page to read, to print and to sign; one file that fetches nothing.

Needs the extra ``html``: Altair and vl-convert draw the charts, Jinja puts the page together.
"""
