/** Writes the types of the client from the description of the API in docs/reference. A part of `npm run docs`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const DESCRIPTION = new URL('../docs/reference/openapi.json', import.meta.url)
export const TYPES = fileURLToPath(new URL('../src/client/schema.ts', import.meta.url))

/** What a route has not is told without a line for each. */
const NEVER =
  /^ +(?:get|put|post|delete|options|head|patch|trace|query|header|path|cookie|requestBody)\?: never;\n/gm

/** CSV is asked for with `parseAs`, and its type is a text then; else every answer would be either. */
const CSV = /^ +"text\/csv": string;\n/gm

/** The types as they should be. */
export async function clientTypes(): Promise<string> {
  const types = astToString(await openapiTS(JSON.parse(readFileSync(DESCRIPTION, 'utf8'))))
  return `/** Types of the API. Written by \`npm run docs\` from docs/reference/openapi.json; not to be changed by hand. */\n${types.replace(NEVER, '').replace(CSV, '')}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(TYPES, await clientTypes())
  process.stdout.write('types of the client in src/client\n')
}
