"""Photograph every page, wide and narrow, light and dark, against a running server.

python tools/shots.py http://127.0.0.1:8000 anna@example.org password shots/
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
WORDS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"wide": (1440, 900), "phone": (375, 812)}
# The first customer in the list stands for all of them.
FIRST_CUSTOMER = ("", "timeline/", "contacts/", "documents/")


def main(base: str, email: str, password: str, folder: str) -> int:
    """Take the pictures; complain about anything the browser complains about."""
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=WORDS)
        complaints = [
            complaint
            for size in SIZES
            for theme in ("light", "dark")
            for complaint in _round(browser, base, (email, password), (size, theme), out)
        ]
        browser.close()
    for complaint in sorted(set(complaints)):
        sys.stderr.write(f"{complaint}\n")
    return 1 if complaints else 0


def _round(
    browser: Browser, base: str, who: tuple[str, str], look: tuple[str, str], out: Path
) -> list[str]:
    size, theme = look
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,  # type: ignore[arg-type]  # "light" or "dark"
        locale="en-GB",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console",
        lambda said: (
            complaints.append(f"{page.url}: {said.text}")
            if said.type in {"error", "warning"}
            else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.goto(f"{base}/account/login/")
    page.screenshot(path=out / f"login-{size}-{theme}.png")
    page.fill("#id_login", who[0])
    page.fill("#id_password", who[1])
    page.click("form.door-form button")
    page.wait_for_load_state("networkidle")
    for name, path in _pages(page, base).items():
        page.goto(f"{base}{path}")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=out / f"{name}-{size}-{theme}.png")
        too_wide = page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        if too_wide:
            complaints.append(f"{path}: wider than {width} pixels")
    context.close()
    return complaints


def _pages(page: Page, base: str) -> dict[str, str]:
    """Every page of the side navigation, and the tabs of the first customer."""
    links = page.eval_on_selector_all(
        ".side-item", "all => all.map(one => one.getAttribute('href'))"
    )
    found = {link.strip("/").replace("/", "-") or "home": link for link in links}
    page.goto(f"{base}/customers/")
    first = page.locator("a.row-link").first
    if first.count():
        href = first.get_attribute("href") or ""
        found |= {
            f"customer-{tab.strip('/') or 'file'}": href + tab for tab in FIRST_CUSTOMER
        }
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
