/** Keys as a part of the address, for agents that can be told where to send to and nothing else. */

/** Stands before an address under which the rest is what it is without. */
export const KEY_PREFIX = '/k/:key'

/** An address, or a text that quotes one, as it may be written down: without the key. */
export const withoutKey = (text: string): string =>
  text.replace(/\/k\/[^/\s'"?#]+/gi, '/k/…').replace(/tg_[\w-]+/g, 'tg_…')
