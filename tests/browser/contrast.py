"""Contrast of what a page shows, as WCAG 2.1 counts it."""

from playwright.async_api import Page

_FAINT = """(root) => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const channel = (value) => { const c = value / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const found = parse(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] > 0.99) return found;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const node of document.querySelectorAll(`${root} *`)) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${node.className || node.tagName} ${ratio.toFixed(2)} ${node.textContent.trim()}`);
  }
  return faint;
}"""


async def faint(page: Page, root: str) -> list[str]:
    """Visible texts below `root` whose contrast is under 4.5."""
    found: list[str] = await page.evaluate(_FAINT, root)
    return found
