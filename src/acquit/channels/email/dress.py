"""How an HTML message looks: its tags, with their styles.

Mail programs differ. What must hold everywhere stands in the tag itself: tables for the
layout, sizes and colours. What a program may leave out stands in the head: narrow screens,
and dark ones, where each colour of a tag is overruled by its class.
"""

from __future__ import annotations

_FONT = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
_INK, _SOFT, _LINE, _WASH, _LATE = "#1d273b", "#49566c", "#dce1e7", "#f3f5f8", "#b3261e"

META = (
    '<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1">'
    '<meta name="color-scheme" content="light dark">'
    '<meta name="supported-color-schemes" content="light dark"><title>'
)
_STYLE = f"""\
:root{{color-scheme:light dark;supported-color-schemes:light dark}}
table,td,th,p,li{{font-family:{_FONT}}}
@media (max-width:480px){{
.ground{{padding:0!important}}
.sheet{{border:0!important;border-radius:0!important;padding:20px 16px!important}}
.cell{{font-size:14px!important}}
.cell span{{font-size:12px!important}}
.stack{{display:block!important;width:auto!important;text-align:left!important}}
.code{{padding:0 16px 16px!important}}
.code img{{margin:0 0 2px!important}}
}}
@media (prefers-color-scheme:dark){{
body,.ground{{background:#151f2c!important}}
.sheet{{background:#1d2a3a!important;border-color:#2c3c50!important;color:#e3e8ef!important}}
.soft{{color:#aab6c8!important}}
.cell,.rule{{border-color:#33455c!important}}
.late{{color:#ff9d94!important}}
.pay{{background:#151f2c!important}}
}}
"""
_LAID_OUT = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
HEAD = (
    f"</title><style>{_STYLE}</style></head>\n"
    f'<body style="margin:0;padding:0;background:{_WASH}">'
    f"<table {_LAID_OUT}><tr>"
    f'<td class="ground" align="center" style="padding:24px 12px;background:{_WASH}">'
    '<table role="presentation" width="620" cellpadding="0" cellspacing="0" border="0" '
    'style="width:100%;max-width:620px"><tr>'
    f'<td class="sheet" align="left" style="padding:28px 32px;background:#ffffff;'
    f"border:1px solid {_LINE};border-radius:8px;color:{_INK};"
    f'font:16px/1.5 {_FONT};overflow-wrap:anywhere">\n'
)
END = "</td></tr></table></td></tr></table></body></html>\n"

SENDER = (
    f'<p class="soft" style="margin:0 0 24px;font-size:17px;font-weight:600;color:{_SOFT}">'
)
SIGNATURE = (
    f'\n<p class="soft rule" style="margin:24px 0 0;padding-top:14px;'
    f'border-top:1px solid {_LINE};font-size:12px;color:{_SOFT}">'
)
P = '\n<p style="margin:0 0 16px">'
UL, LI = '\n<ul style="margin:0 0 16px;padding-left:22px">', '<li style="margin:0 0 6px">'
RULE = f'\n<hr class="rule" style="border:0;border-top:1px solid {_LINE};margin:20px 0">'

ABOUT = f'\n<p class="soft" style="margin:20px 0 4px;font-size:13px;color:{_SOFT}">'
ITEMS = (
    '\n<table width="100%" cellpadding="0" cellspacing="0" border="0" '
    'style="width:100%;border-collapse:collapse;margin:0 0 24px;font-size:15px;'
    'font-variant-numeric:tabular-nums;overflow-wrap:normal">'
)
_CELL = f"padding:8px 8px 8px 0;border-bottom:1px solid {_LINE}"
_AMOUNT = f"padding:8px 0;border-bottom:1px solid {_LINE}"
TH = (
    f'<th scope="col" class="cell soft" align="left" style="{_CELL};color:{_SOFT};'
    'font-size:13px;font-weight:600">'
)
TH_AMOUNT = (
    f'<th scope="col" class="cell soft" align="right" style="{_AMOUNT};color:{_SOFT};'
    'font-size:13px;font-weight:600">'
)
TD = f'\n<td class="cell" valign="top" style="{_CELL}">'
TD_NUMBER = f'\n<td class="cell" valign="top" style="{_CELL};overflow-wrap:anywhere">'
TD_AMOUNT = f'\n<td class="cell" valign="top" align="right" style="{_AMOUNT}">'
UNDER = f'<br><span class="soft" style="font-size:13px;color:{_SOFT}">'
REFERENCE = (
    f'<br><span class="soft" style="font-size:13px;white-space:nowrap;color:{_SOFT}">'
)
LATE = f'<br><span class="late" style="font-size:13px;color:{_LATE}">'
TOTAL = '\n<td colspan="2" align="right" style="padding:8px 12px 0 0">'
TOTAL_AMOUNT = '<td align="right" valign="bottom" style="padding:8px 0 0">'

PAY = (
    f'\n<table class="pay" {_LAID_OUT} style="background:{_WASH};border-radius:6px;'
    'margin:0 0 24px;font-size:15px"><tr>'
    '<td class="stack" valign="top" style="padding:14px 16px 8px">'
)
PAY_LINE = (
    f'<div style="margin:0 0 8px"><span class="soft" style="font-size:13px;color:{_SOFT}">'
)
# The picture is dark on white, with its quiet zone: it is read on a dark screen as well.
CODE = (
    f'<td class="stack code soft" valign="top" align="center" width="152" '
    f'style="padding:14px 16px 10px 0;font-size:12px;color:{_SOFT}"><img src="',
    '" width="132" height="132" alt="',
    '" style="display:block;border:0;margin:0 auto 2px;background:#ffffff">',
)
