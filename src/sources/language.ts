/** The programming language of a file, by its name, as GitHub's Linguist knows it. */
import { LANGUAGES } from './languages.ts'

/** By extension, and by file name with a slash before it. */
const BY_NAME = new Map<string, string>()
/** By its own name, in lower case. */
const BY_ID = new Map<string, string>()
for (const line of LANGUAGES) {
  const [language, ...names] = line.split('\t')
  BY_ID.set((language as string).toLowerCase(), language as string)
  for (const name of names) BY_NAME.set(name, language as string)
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
  return BY_NAME.get(`/${fileNameOf(path)}`) ?? BY_NAME.get(extensionOf(path)) ?? null
}

/** What editors call a language otherwise than Linguist does. */
const EDITOR_IDS: Readonly<Record<string, string>> = {
  bat: 'Batchfile',
  coffeescript: 'CoffeeScript',
  cpp: 'C++',
  csharp: 'C#',
  'cuda-cpp': 'Cuda',
  dockercompose: 'YAML',
  fsharp: 'F#',
  javascriptreact: 'JavaScript',
  jsonc: 'JSON with Comments',
  latex: 'TeX',
  'objective-c': 'Objective-C',
  'objective-cpp': 'Objective-C++',
  razor: 'HTML+Razor',
  shellscript: 'Shell',
  tex: 'TeX',
  typescriptreact: 'TypeScript',
  vb: 'Visual Basic .NET',
}

/** The language that an editor names by an id, such as `typescriptreact`; the id itself where nobody knows it. */
export const languageNamed = (id: string): string =>
  EDITOR_IDS[id.toLowerCase()] ?? BY_ID.get(id.toLowerCase()) ?? id
