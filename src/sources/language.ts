/** The programming language of a file, by its name, as GitHub's Linguist knows it. */
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

const BY_EXTENSION = new Map<string, string>()
const BY_FILE_NAME = new Map<string, string>()

interface Language {
  name: string
  type: string
  extensions?: readonly string[]
  filenames?: readonly string[]
}

const known = Object.values<Language>(linguist).sort(
  (a, b) => Number(b.type === 'programming') - Number(a.type === 'programming'),
)
for (const { name, extensions = [], filenames = [] } of known) {
  for (const extension of extensions.map((e) => e.toLowerCase())) {
    const preferred = Object.hasOwn(PREFERRED, extension) ? PREFERRED[extension] : undefined
    if (preferred ? preferred === name : !BY_EXTENSION.has(extension)) BY_EXTENSION.set(extension, name)
  }
  for (const fileName of filenames) if (!BY_FILE_NAME.has(fileName)) BY_FILE_NAME.set(fileName, name)
}

const fileNameOf = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)

/** The lower-case extension with its dot; empty for none and for dot files such as `.env`. */
export function extensionOf(path: string): string {
  const name = fileNameOf(path)
  const dot = name.lastIndexOf('.')
  return dot > 0 && dot < name.length - 1 ? name.slice(dot).toLowerCase() : ''
}

/** The language by file name (`Dockerfile`) or extension, or null. */
export function languageOf(path: string): string | null {
  return BY_FILE_NAME.get(fileNameOf(path)) ?? BY_EXTENSION.get(extensionOf(path)) ?? null
}
