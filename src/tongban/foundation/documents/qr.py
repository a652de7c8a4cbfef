"""二维码：把一行文字画成 SVG (a QR code as SVG text, for pages and for paper)."""

import io

import segno

_QUIET_MODULES = 4  # ISO/IEC 18004: four modules of white around the symbol


def qr_svg(text: str) -> str:
    """二维码：纠错等级 M，四周留白四格，随文缩放 (an SVG that scales; error level M or better without growing)."""
    drawn = io.BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(
        drawn, kind="svg", border=_QUIET_MODULES, xmldecl=False, svgns=True, omitsize=True, light="#fff"
    )
    return drawn.getvalue().decode()
