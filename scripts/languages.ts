/** Writes src/sources/languages.ts from Linguist's data: loading its 700 modules would cost every command a tenth of a second. `npm run languages`. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as linguist from 'linguist-languages'

/** The usual owner of an extension that several languages claim; elsewhere programming languages go first. */
export const PREFERRED: Readonly<Record<string, string>> = {
  '.as': 'ActionScript',
  '.asc': 'AsciiDoc',
  '.asm': 'Assembly',
  '.bas': 'BASIC',
  '.cake': 'C#',
  '.cfg': 'INI',
  '.cgi': 'Perl',
  '.cl': 'OpenCL',
  '.cls': 'Apex',
  '.cs': 'C#',
  '.cue': 'CUE',
  '.d': 'D',
  '.es': 'JavaScript',
  '.ex': 'Elixir',
  '.f': 'Fortran',
  '.for': 'Fortran',
  '.frag': 'GLSL',
  '.fs': 'F#',
  '.fx': 'HLSL',
  '.gd': 'GDScript',
  '.gs': 'JavaScript',
  '.gts': 'Glimmer TS',
  '.h': 'C',
  '.hh': 'C++',
  '.html': 'HTML',
  '.inc': 'PHP',
  '.jq': 'jq',
  '.json': 'JSON',
  '.l': 'Lex',
  '.lean': 'Lean 4',
  '.lisp': 'Common Lisp',
  '.m': 'Objective-C',
  '.md': 'Markdown',
  '.ml': 'OCaml',
  '.mm': 'Objective-C++',
  '.mojo': 'Mojo',
  '.nr': 'Noir',
  '.nu': 'Nushell',
  '.odin': 'Odin',
  '.php': 'PHP',
  '.pkl': 'Pkl',
  '.pl': 'Perl',
  '.plist': 'XML Property List',
  '.pm': 'Perl',
  '.pp': 'Puppet',
  '.pro': 'Prolog',
  '.properties': 'Java Properties',
  '.r': 'R',
  '.re': 'Reason',
  '.res': 'ReScript',
  '.rs': 'Rust',
  '.s': 'Assembly',
  '.sc': 'Scala',
  '.scd': 'SuperCollider',
  '.scm': 'Scheme',
  '.shader': 'ShaderLab',
  '.sls': 'Salt',
  '.sol': 'Solidity',
  '.spec': 'RPM Spec',
  '.sql': 'SQL',
  '.srt': 'SubRip Text',
  '.st': 'Smalltalk',
  '.star': 'Starlark',
  '.sw': 'Sway',
  '.t': 'Perl',
  '.tact': 'Tact',
  '.tpl': 'Smarty',
  '.ts': 'TypeScript',
  '.tsp': 'TypeSpec',
  '.tsx': 'TSX',
  '.txt': 'Text',
  '.typ': 'Typst',
  '.v': 'Verilog',
  '.vba': 'VBA',
  '.vcf': 'vCard',
  '.yaml': 'YAML',
  '.yml': 'YAML',
  '.yy': 'Yacc',
}

/** Languages that Linguist tells apart and figures do not: one with another one's syntax in it (catalogue F-PROD-4). */
const COUNTED_AS: Readonly<Record<string, string>> = { TSX: 'TypeScript' }

interface Language {
  name: string
  type: string
  extensions?: readonly string[]
  filenames?: readonly string[]
}

export const TABLE = fileURLToPath(new URL('../src/sources/languages.ts', import.meta.url))

/** The module: for every language the extensions and file names that are taken for it. */
export function languagesModule(): string {
  const taken = new Set<string>()
  const claim = (name: string) => !taken.has(name) && Boolean(taken.add(name))
  const known = Object.values<Language>(linguist).sort(
    (a, b) => Number(b.type === 'programming') - Number(a.type === 'programming'),
  )
  const lines = known.flatMap(({ name, extensions = [], filenames = [] }) => {
    const dotted = extensions
      .map((extension) => extension.toLowerCase())
      .filter((e) => (PREFERRED[e] ?? name) === name && claim(e))
    const named = filenames.filter((fileName) => claim(`/${fileName}`)).map((fileName) => `/${fileName}`)
    return dotted.length + named.length > 0
      ? [[COUNTED_AS[name] ?? name, ...dotted, ...named].join('\t')]
      : []
  })
  return [
    '/** Languages with their extensions and, behind a slash, file names. Made by `npm run languages` from Linguist; not to be edited. */',
    'export const LANGUAGES: readonly string[] = [',
    ...lines.sort().map((line) => `  ${quoted(line)},`),
    ']',
    '',
  ].join('\n')
}

const quoted = (text: string): string =>
  text.includes("'") ? JSON.stringify(text) : `'${text.replaceAll('\t', '\\t')}'`

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TABLE, languagesModule())
