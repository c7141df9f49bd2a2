/** The table of languages is what Linguist says, and no preference is idle. */
import { readFileSync } from 'node:fs'
import * as linguist from 'linguist-languages'
import { expect, it } from 'vitest'
import { languagesModule, PREFERRED, TABLE } from '../scripts/languages.ts'

it('was made by `npm run languages`', () => {
  expect(readFileSync(TABLE, 'utf8')).toBe(languagesModule())
})

it('every preferred language exists and claims its extension along with others', () => {
  const all = Object.values<{ name: string; extensions?: readonly string[] }>(linguist)
  for (const [extension, name] of Object.entries(PREFERRED)) {
    const claiming = all
      .filter((l) => l.extensions?.some((e) => e.toLowerCase() === extension))
      .map((l) => l.name)
    expect(claiming, extension).toContain(name)
    expect(claiming.length, extension).toBeGreaterThan(1)
  }
})
