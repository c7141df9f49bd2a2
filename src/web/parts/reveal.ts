/** Brings an item of a scrolling box into sight, and moves nothing but that box: `scrollIntoView` would move the page too. */

export function reveal(item: HTMLElement, box: HTMLElement): void {
  const inner = item.getBoundingClientRect()
  const outer = box.getBoundingClientRect()
  if (inner.top < outer.top) box.scrollTop += inner.top - outer.top
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom
}
