/** Pieces of Markdown, for pages that are made from the code. */

export const code = (text: string): string => `\`${text}\``
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

export const page = (title: string, ...parts: string[]): string =>
  `${['<!-- Made by `npm run docs` from the code. Do not edit. -->', `# ${title}`, ...parts].join('\n\n')}\n`

/** The address of a heading within a page, as the common renderers of Markdown make it. */
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-')

/** With a capital at its beginning and a full stop at its end. */
export const sentence = (text: string): string =>
  `${text[0]?.toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
