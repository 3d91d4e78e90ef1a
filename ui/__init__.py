"""The desktop window. It shows what inspector/ knows, and changes nothing by itself."""

from ui.immortal import make_immortal

make_immortal()
