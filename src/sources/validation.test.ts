/** Which commands count as tests, lints and builds, and which only look like it. */
import { expect, it } from 'vitest'
import { validationOf } from './validation.ts'

it.each([
  ['npm test', 'test'],
  ['npm run test:unit -- --watch=false', 'test'],
  ['cd app && pnpm -C web test', 'test'],
  ['CI=1 npx vitest run src/a.test.ts', 'test'],
  ['./node_modules/.bin/jest --ci', 'test'],
  ['python3 -m pytest -q tests', 'test'],
  ['uv run pytest', 'test'],
  ['poetry run ruff check . && poetry run pytest', 'test'],
  ['timeout 60 go test ./...', 'test'],
  ['cargo test --workspace', 'test'],
  ['./gradlew :app:test', 'test'],
  ['./gradlew test', 'test'],
  ['bundle exec rspec', 'test'],
  ['make check', 'test'],
  ['yarn lint', 'lint'],
  ['npm run typecheck', 'lint'],
  ['npx tsc --noEmit', 'lint'],
  ['cargo clippy -- -D warnings', 'lint'],
  ['ruff check .', 'lint'],
  ['npm run build && npm run lint', 'lint'],
  ['npm run build', 'build'],
  ['make', 'build'],
  ['docker build -t x .', 'build'],
  ['go build ./... 2>&1 | tail -5', 'build'],
  ['npx vite build', 'build'],
  ['ls test', null],
  ['cat jest.config.js', null],
  ['git commit -m "npm test passes"', null],
  ['echo "run pytest"', null],
  ['npm install vitest', null],
  ['grep -rn "go test" .', null],
  ['make clean', null],
  ['docker ps', null],
  ['', null],
])('%s: %s', (command, what) => {
  expect(validationOf(command)).toBe(what)
})

it('looks at a bounded part of a command', () => {
  const began = process.cpuUsage().user
  expect(validationOf(`cat <<EOF\n${'npm '.repeat(2_000_000)}\nEOF`)).toBeNull()
  expect(process.cpuUsage().user - began).toBeLessThan(1e6)
})
