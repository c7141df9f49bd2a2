/** Recognises commands that check the work: tests, linters and type checkers, builds (catalogue D-TRC-1). */

export type Validation = 'test' | 'lint' | 'build'

/** Programs and what they check; a name in two words is a program and its first argument. */
const PROGRAMS: Readonly<Record<Validation, string>> = {
  test:
    'jest vitest mocha ava tap playwright cypress karma pytest tox nox unittest nosetests rspec minitest phpunit pest ' +
    'ctest gotestsum bats behave cucumber robot stryker busted prove "go test" "cargo test" "cargo nextest" ' +
    '"dotnet test" "mix test" "swift test" "deno test" "bun test" "node --test" "rails test" "rake test" "rake spec" ' +
    '"flutter test" "dart test" "zig test" "lein test" "sbt test" "stack test" "cabal test" "bazel test" "hatch test" ' +
    '"xcodebuild test" "php artisan" "gradle test" "gradle check" "gradlew test" "gradlew check" "mvn test" "mvn verify" ' +
    '"mvnw test" "mvnw verify" "make test" "make check" "just test" "task test"',
  lint:
    'eslint biome oxlint tslint stylelint prettier tsc mypy pyright ruff flake8 pylint black isort bandit rubocop ' +
    'standardrb sorbet golangci-lint gofmt staticcheck clippy rustfmt shellcheck shfmt hadolint yamllint markdownlint ' +
    'actionlint ktlint detekt checkstyle spotbugs phpstan psalm phpcs swiftlint swiftformat clang-format clang-tidy ' +
    'cppcheck credo dialyzer sqlfluff "go vet" "go fmt" "cargo clippy" "cargo fmt" "cargo check" "dotnet format" ' +
    '"terraform validate" "terraform fmt" "deno lint" "deno fmt" "deno check" "dart analyze" "flutter analyze" ' +
    '"mix format" "make lint" "just lint" "task lint" "pre-commit run" "lefthook run"',
  build:
    'webpack rollup esbuild parcel cmake ninja meson bazel msbuild "vite build" "next build" "nuxt build" ' +
    '"astro build" "ng build" "go build" "cargo build" "dotnet build" "dotnet publish" "swift build" "zig build" ' +
    '"gradle build" "gradle assemble" "gradlew build" "gradlew assemble" "mvn package" "mvn install" "mvn compile" ' +
    '"mvnw package" "mvnw install" "mvnw compile" "docker build" "podman build" "docker-compose build" "sbt compile" ' +
    '"mix compile" "stack build" "cabal build" "python -m build" "uv build" "poetry build" "hatch build" ' +
    '"flutter build" "xcodebuild build" "make build" "make all" "just build" "task build" "turbo build" "nx build"',
}

const BY_PROGRAM = new Map<string, Validation>(
  (Object.entries(PROGRAMS) as [Validation, string][]).flatMap(([what, names]) =>
    [...names.matchAll(/"([^"]+)"|(\S+)/g)].map(([, two, one]): [string, Validation] => [
      (two ?? one) as string,
      what,
    ]),
  ),
)

/** Scripts of a package, by name: `test:unit` is a test, `lint-staged` a lint. */
const SCRIPTS: readonly (readonly [RegExp, Validation])[] = [
  [/^(?:test|tests|spec|e2e|coverage|cover)(?:$|[:_-])|[:_-](?:test|tests|e2e|spec)$/, 'test'],
  [/^(?:lint|check|typecheck|type-check|types|format|fmt|tsc)(?:$|[:_-])|[:_-](?:lint|check|types)$/, 'lint'],
  [/^(?:build|compile|bundle)(?:$|[:_-])|[:_-]build$/, 'build'],
]
const scriptOf = (script: string): Validation | null =>
  SCRIPTS.find(([pattern]) => pattern.test(script))?.[1] ?? null

/** Looked at first: most commands are short, and what follows is data. */
const MOST = 4_000
/** Ends one command of a line. */
const SEPARATOR = /&&|\|\||[;\n|&]/
/** What stands before a program: variables, `sudo`, and programs that run another. */
const BEFORE =
  /^(?:\w+=\S*|sudo|time|env|exec|command|nice|nohup|timeout|xvfb-run|npx|bunx|pnpx|uvx|corepack|--?[\w-]+(?:=\S*)?|\d+[smh]?)$/
const RUNNERS = new Set([
  'uv',
  'poetry',
  'pipenv',
  'pdm',
  'rye',
  'hatch',
  'bundle',
  'dotenv',
  'direnv',
  'mise',
])
const PACKAGES = new Set(['npm', 'pnpm', 'yarn', 'bun', 'composer'])

/**
 * What a shell command checks, or null: of several the one that matters most, tests before lints before builds. The
 * command is looked at, never kept.
 */
export function validationOf(command: string): Validation | null {
  const found = new Set<Validation>()
  for (const part of command.slice(0, MOST).split(SEPARATOR)) {
    const what = ofCommand(part.trim().split(/\s+/))
    if (what) found.add(what)
  }
  return found.has('test') ? 'test' : found.has('lint') ? 'lint' : found.has('build') ? 'build' : null
}

function ofCommand(words: readonly string[]): Validation | null {
  let at = 0
  while (at < words.length && BEFORE.test(words[at] as string)) at++
  const program = baseName(words[at])
  const rest = words.slice(at + 1)
  if (RUNNERS.has(program) && (rest[0] === 'run' || rest[0] === 'exec' || rest[0] === '--'))
    return ofCommand(rest.slice(1))
  if (PACKAGES.has(program)) return ofPackage(program, rest)
  if (/^python[\d.]*$/.test(program) && rest[0] === '-m')
    return BY_PROGRAM.get(`python -m ${rest[1]}`) ?? BY_PROGRAM.get(rest[1] ?? '') ?? null
  // Gradle names a task of a part of the project `:part:task`.
  const first = rest.find((word) => !word.startsWith('-') && !word.includes('/'))?.replace(/^:.*:/, '') ?? ''
  return (
    BY_PROGRAM.get(`${program} ${rest[0] ?? ''}`) ??
    BY_PROGRAM.get(`${program} ${first}`) ??
    BY_PROGRAM.get(program) ??
    (program === 'make' && rest.length === 0 ? 'build' : null)
  )
}

/** Options of package managers that a folder or package follows. */
const WITH_VALUE = /^(?:-C|-F|-w|--prefix|--cwd|--dir|--filter|--workspace)$/

function ofPackage(program: string, rest: readonly string[]): Validation | null {
  const words = rest.filter((word, i) => !word.startsWith('-') && !WITH_VALUE.test(rest[i - 1] ?? ''))
  const [verb = '', script = ''] = words
  if (verb === 'run' || verb === 'run-script') return scriptOf(script)
  if (verb === 'exec' || verb === 'dlx' || verb === 'x') return ofCommand(words.slice(1))
  if (verb === 'test' || verb === 't') return 'test'
  // The others run scripts by name alone.
  return program === 'npm' ? null : (scriptOf(verb) ?? BY_PROGRAM.get(verb) ?? null)
}

const baseName = (word: string | undefined): string =>
  (word ?? '').replace(/^.*[/\\]/, '').replace(/\.(?:exe|cmd|sh|js)$/, '')
