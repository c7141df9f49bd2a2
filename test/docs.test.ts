/** The documentation cannot fall behind: the reference is what the code says, and what is there is mentioned. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { reference } from '../scripts/docs.ts'
import { configSchema, ENVIRONMENT } from '../src/config.ts'
import { ERRORS } from '../src/errors.ts'
import { openapi } from '../src/faces/openapi.ts'
import { DROP_REASONS, FACT_TYPES, factType, fromWire } from '../src/facts/index.ts'
import { buildProgram } from '../src/main.ts'
import { METRICS } from '../src/metrics/index.ts'
import { columnsOf, FILTERS, type Metric, UNITS } from '../src/metrics/metric.ts'
import { TRANSCRIPT_SOURCES } from '../src/sources/index.ts'
import { ROOT, sourceFiles } from './support/source.ts'

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const below = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.md'))
    .map((f) => join(folder, f))
const WRITTEN = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...below('docs')]
/** What a check finds in any page, each with the page. */
const everywhere = (check: (file: string, text: string) => string[]): string[] =>
  WRITTEN.flatMap((file) => check(file, read(file)).map((finding) => `${file}: ${finding}`))
const program = await buildProgram()
const commands = (): readonly Command[] => program.commands
/** With those within others, by all their words. */
const everyCommand = (): (readonly [string, Command])[] =>
  commands().flatMap((c) => [
    [c.name(), c] as const,
    ...c.commands.map((one) => [`${c.name()} ${one.name()}`, one] as const),
  ])
const missing = (text: string, names: readonly string[]) => names.filter((n) => !text.includes(n))

describe('docs/reference', () => {
  const committed = readdirSync(join(ROOT, 'docs/reference')).sort()

  it('has the pages that `npm run docs` writes, and no others', () => {
    expect(committed).toEqual([...reference().keys()].sort())
  })

  it.each([...reference()])('%s is what the code says; else run `npm run docs`', (name, text) => {
    expect(committed).toContain(name)
    const old = read(`docs/reference/${name}`).split('\n')
    expect(text.split('\n').filter((line, i) => line !== old[i])[0]).toBeUndefined()
    expect(old.join('\n').length).toBe(text.length)
  })

  it('describes every metric, column, filter and unit', () => {
    const text = read('docs/reference/metrics.md')
    for (const m of METRICS as readonly Metric[]) {
      const part = text.split(`\n## ${m.id}\n`)[1]?.split('\n## ')[0] ?? ''
      expect(
        missing(part, [m.title, m.doc, ...m.catalogue, ...columnsOf(m).map((c) => `| \`${c.name}\``)]),
      ).toEqual([])
    }
    expect(
      missing(
        text,
        [...Object.keys(FILTERS), ...Object.keys(UNITS)].map((n) => `| \`${n}\``),
      ),
    ).toEqual([])
  })

  it('describes every fact type and field', () => {
    const text = read('docs/reference/facts.md')
    for (const type of FACT_TYPES) {
      const part = text.split(`\n## ${type.name}\n`)[1]?.split('\n## ')[0] ?? ''
      expect(missing(part, [type.doc, ...Object.keys(type.fields).map((f) => `| \`${f}\``)])).toEqual([])
    }
  })

  it('describes every error, drop, key of the configuration, variable and route', () => {
    const told = (page: string, names: readonly string[]) =>
      missing(
        read(`docs/reference/${page}`),
        names.map((n) => `\`${n}`),
      )
    expect(told('errors.md', Object.keys(ERRORS))).toEqual([])
    expect(told('drops.md', Object.keys(DROP_REASONS))).toEqual([])
    expect(told('configuration.md', Object.keys(configSchema.shape))).toEqual([])
    expect(told('configuration.md', Object.keys(ENVIRONMENT))).toEqual([])
    const routes = Object.entries((openapi('0') as { paths: Record<string, object> }).paths)
    const names = routes.flatMap(([path, o]) => Object.keys(o).map((m) => `${m.toUpperCase()} ${path}`))
    expect(told('api.md', names)).toEqual([])
  })

  it('describes every command and those within it, each with its arguments and options', () => {
    const text = read('docs/reference/cli.md')
    const undescribed = everyCommand().flatMap(([name, c]) => {
      const part = new RegExp(`\\n#{2,4} ${name}\\n([^]*?)(?:\\n#|$)`).exec(text)?.[1] ?? ''
      const takes = [...c.options.map((o) => o.flags), ...c.registeredArguments.map((a) => a.name())]
      return missing(part, [`\`tachograph ${name} `, ...takes.map((one) => `| \`${one}`)]).map(
        (one) => `${name}: ${one}`,
      )
    })
    expect(undescribed).toEqual([])
    expect(everyCommand().map(([name]) => name)).toContain('users invite')
  })

  it('names every variable of ours that the code reads', () => {
    const used = sourceFiles('src')
      .filter((f) => !f.endsWith('.test.ts'))
      .flatMap((f) => read(f).match(/\bTACHOGRAPH_[A-Z_]*[A-Z]\b/g) ?? [])
    expect(used).toContain('TACHOGRAPH_DATA')
    expect(missing(read('docs/reference/configuration.md'), [...new Set(used)])).toEqual([])
  })
})

describe('what is written by hand', () => {
  it('shows the two commands', () => {
    const lines = read('README.md')
      .split('\n')
      .map((l) => l.trim())
    expect(lines).toContain('npm install && npm start')
    expect(lines).toContain('npm install && npm test')
  })

  it('mentions every command, source, key of the configuration and dependency', () => {
    const byHand = WRITTEN.filter((f) => !f.startsWith('docs/reference'))
      .map(read)
      .join('\n')
    expect(
      missing(
        byHand,
        commands().map((c) => c.name()),
      ),
    ).toEqual([])
    expect(
      missing(
        byHand,
        TRANSCRIPT_SOURCES.map((s) => s.title),
      ),
    ).toEqual([])
    expect(
      missing(
        read('docs/guide/configuration.md'),
        Object.keys(configSchema.shape).map((k) => `\`${k}\``),
      ),
    ).toEqual([])
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >
    const packages = Object.keys({ ...dependencies, ...devDependencies })
    const told = read('docs/dependencies.md').match(/(?<=^\| `)[^`]+/gm)
    expect(told?.toSorted()).toEqual(packages.toSorted())
  })

  it('links to files and headings that exist', () => {
    const broken = everywhere((file, text) =>
      [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)]
        .map(([, path = '', heading]) => ({ target: path ? join(dirname(file), path) : file, heading }))
        .filter(({ target, heading }) => {
          if (!existsSync(join(ROOT, target))) return true
          return heading !== undefined && target.endsWith('.md') && !headings(read(target)).includes(heading)
        })
        .map(({ target, heading }) => `${target}#${heading ?? ''}`),
    )
    expect(broken).toEqual([])
  })

  it('shows pictures that exist', () => {
    const pictures = WRITTEN.flatMap((file) =>
      [...read(file).matchAll(/\b(?:src|srcset)="(?!https?:)([^"]+)"/g)].map(([, path = '']) =>
        join(dirname(file), path),
      ),
    )
    expect(pictures).toContain('docs/screenshot.png')
    expect(pictures.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  it('shows commands and options that exist', () => {
    const known = new Map(everyCommand().map(([name, c]) => [name, c.options.map((o) => o.long)] as const))
    const wrong = everywhere((_, text) =>
      shell(text).flatMap((line) => {
        const command = /^(?:[A-Z_]+=\S+ )*(?:node bin\/tachograph\.js|tachograph|npm (start) --) (.*)$/.exec(
          line,
        )
        if (!command) return []
        const words = (command[2] ?? '').split(/\s[|>#]/)[0]?.split(/\s+/) ?? []
        const options =
          known.get(words.slice(0, 2).join(' ')) ?? known.get(command[1] ? 'serve' : (words[0] ?? ''))
        if (!options) return [line]
        return words.filter((w) => w.startsWith('--') && !options.includes(w)).map((w) => `${line}: ${w}`)
      }),
    )
    expect(wrong).toEqual([])
  })

  it('shows facts that are accepted', () => {
    const shown = (text: string) => text.match(/^\{"type": ?"[a-z_]+",.*\}$/gm) ?? []
    const refused = everywhere((_, text) =>
      shown(text).filter((line) => !('fact' in fromWire(JSON.parse(line), factType, Date.now()))),
    )
    expect(refused).toEqual([])
    const types = new Set(shown(read('docs/guide/facts-api.md')).map((line) => JSON.parse(line).type))
    expect(types.size).toBeGreaterThan(10)
  })

  it('shows a configuration that is accepted', () => {
    const blocks = read('docs/guide/configuration.md').matchAll(/^```json\n([\s\S]*?)^```/gm)
    const refused = [...blocks].filter(([, json = '']) => !configSchema.safeParse(JSON.parse(json)).success)
    expect(refused).toEqual([])
  })

  it('asks for metrics that exist', () => {
    const ids: (string | undefined)[] = METRICS.map((m) => m.id)
    const asked = everywhere((_, text) =>
      [...text.matchAll(/(?:\bquery |\/api\/v1\/metrics\/)([a-z]+\.[a-z_]+)/g)].map(([, id]) => id as string),
    )
    expect(asked.length).toBeGreaterThan(10)
    expect(asked.filter((a) => !ids.includes(a.split(': ')[1]))).toEqual([])
  })

  it('lists every decision', () => {
    const records = readdirSync(join(ROOT, 'docs/adr')).filter((f) => /^\d{4}-.*\.md$/.test(f))
    expect(missing(read('docs/adr/README.md'), records)).toEqual([])
  })

  it('has titles, and names no folder of the machine it was written on', () => {
    const wrong = everywhere((_, text) => [
      ...(/^(<!--.*-->\n\n)?# /.test(text) ? [] : ['no title']),
      ...(text.match(/\/(?:work|root)\/\S*/g) ?? []),
    ])
    expect(wrong).toEqual([])
  })
})

/** Lines of the shell examples of a page: fenced blocks marked sh. */
function shell(text: string): string[] {
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => line.trim() !== '')
}

function headings(text: string): string[] {
  return [...text.matchAll(/^#{1,4} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  )
}
