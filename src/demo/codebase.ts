/** What the organisation works on: its repositories with their projects, services, languages and files. */
import type { Random } from './random.ts'

export interface Repo {
  repo: string
  project: string
  /** Team that works on it. */
  team: string
  /** Service it is deployed as, or null for what is not deployed. */
  service: string | null
  paths: readonly string[]
}

interface Layout {
  extension: string
  folders: readonly string[]
  /** Further files that changes touch, with their own languages. */
  beside: readonly string[]
}

const LAYOUTS = {
  typescript: {
    extension: '.ts',
    folders: ['src/api', 'src/domain', 'src/store', 'test'],
    beside: ['src/schema.sql', 'package.json', 'README.md', '.github/workflows/ci.yml'],
  },
  react: {
    extension: '.tsx',
    folders: ['src/pages', 'src/components', 'src/forms'],
    beside: ['src/theme.css', 'src/api/client.ts', 'src/state/session.ts', 'index.html', 'package.json'],
  },
  python: {
    extension: '.py',
    folders: ['pipelines', 'models', 'tests', 'quality'],
    beside: ['sql/daily_revenue.sql', 'sql/retention.sql', 'pyproject.toml', 'README.md'],
  },
  go: {
    extension: '.go',
    folders: ['cmd/server', 'internal/ledger', 'internal/queue', 'internal/http'],
    beside: ['Makefile', 'Dockerfile', 'deploy/values.yaml', 'README.md'],
  },
  kotlin: {
    extension: '.kt',
    folders: ['app/src/main/kotlin/acme/ui', 'app/src/main/kotlin/acme/data', 'app/src/test/kotlin/acme'],
    beside: ['app/build.gradle.kts', 'app/src/main/res/values/strings.xml'],
  },
  swift: {
    extension: '.swift',
    folders: ['Sources/Checkout', 'Sources/Account', 'Tests/CheckoutTests'],
    beside: ['Package.swift', 'README.md'],
  },
  terraform: {
    extension: '.tf',
    folders: ['modules/network', 'modules/database', 'environments/production'],
    beside: ['scripts/plan.sh', 'environments/production.yaml', 'README.md'],
  },
} satisfies Record<string, Layout>

const SUBJECTS =
  'invoice refund ledger customer session token webhook export report schedule retry limit currency address banner'.split(
    ' ',
  )

function repo(name: string, team: string, layout: Layout, service: string | null = name): Repo {
  const files = layout.folders.flatMap((folder, i) =>
    SUBJECTS.filter((_, s) => (s + name.length + i) % 3 !== 0).map(
      (s) => `${folder}/${s}${layout.extension}`,
    ),
  )
  return {
    repo: `github.com/acme/${name}`,
    project: name,
    team,
    service,
    // Beside files are few, yet a change touches them often.
    paths: [...files, ...layout.beside, ...layout.beside, ...layout.beside],
  }
}

export const REPOS: readonly Repo[] = [
  repo('checkout', 'Payments', LAYOUTS.typescript),
  repo('ledger', 'Payments', LAYOUTS.go),
  repo('fraud-rules', 'Payments', LAYOUTS.python),
  repo('gateway', 'Platform', LAYOUTS.go),
  repo('infrastructure', 'Platform', LAYOUTS.terraform, null),
  repo('identity', 'Platform', LAYOUTS.typescript),
  repo('storefront', 'Growth', LAYOUTS.react),
  repo('campaigns', 'Growth', LAYOUTS.typescript),
  repo('design-system', 'Growth', LAYOUTS.react, null),
  repo('android-app', 'Mobile', LAYOUTS.kotlin, null),
  repo('ios-app', 'Mobile', LAYOUTS.swift, null),
  repo('warehouse', 'Data', LAYOUTS.python),
  repo('insights-api', 'Data', LAYOUTS.python),
]

export function reposOf(team: string): Repo[] {
  return REPOS.filter((r) => r.team === team)
}

const LANGUAGES: Record<string, string> = {
  '.ts': 'TypeScript',
  '.tsx': 'TypeScript',
  '.py': 'Python',
  '.go': 'Go',
  '.kt': 'Kotlin',
  '.kts': 'Kotlin',
  '.swift': 'Swift',
  '.tf': 'HCL',
  '.sql': 'SQL',
  '.css': 'CSS',
  '.html': 'HTML',
  '.json': 'JSON',
  '.md': 'Markdown',
  '.yml': 'YAML',
  '.yaml': 'YAML',
  '.toml': 'TOML',
  '.xml': 'XML',
  '.sh': 'Shell',
}
const NAMED: Record<string, string> = { Makefile: 'Makefile', Dockerfile: 'Dockerfile' }

export function languageOf(path: string): { extension: string; language: string } {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 ? name.slice(dot) : ''
  return { extension, language: LANGUAGES[extension] ?? NAMED[name] ?? '' }
}

/** A path that was not there before. */
export function newPath(repo: Repo, random: Random): string {
  const near = random.pick(repo.paths.filter((p) => p.includes('/')))
  const dot = near.lastIndexOf('.')
  return `${near.slice(0, dot)}_${random.pick(SUBJECTS)}${random.int(2, 99)}${near.slice(dot)}`
}

const VERBS = ['Add', 'Fix', 'Rework', 'Speed up', 'Move', 'Validate', 'Document', 'Retry', 'Remove', 'Test']
const DETAILS = ['handling', 'page', 'limits', 'storage', 'checks', 'import', 'export', 'errors', 'cache']

export function title(random: Random): string {
  return `${random.pick(VERBS)} ${random.pick(SUBJECTS)} ${random.pick(DETAILS)}`
}
