/** When people work and on what: the same for every agent. */
import { type Random, Weighted } from './random.ts'

export const DAY = 86_400_000
export const DAYS = 90

export const PROJECTS = new Weighted(
  [
    'storefront',
    'billing-api',
    'mobile.app',
    'data_pipeline',
    'design-system',
    'infra',
    'search',
    'admin-console',
    'docs-site',
    'notifications',
    'auth-gateway',
    'ml-ranking',
    'legacy_portal',
    'cli-tools',
    'dotfiles',
  ].map((project, i) => [project, 1 / (i + 1.5)] as const),
)

/** A moment of work: mostly weekdays, mostly by day. */
export function startOfWork(random: Random, from: number, to: number): number {
  for (;;) {
    const day = from + random.int(0, Math.round((to - from) / DAY) - 1) * DAY
    const weekday = new Date(day).getUTCDay()
    if ((weekday === 0 || weekday === 6) && random.chance(0.75)) continue
    const hour = random.chance(0.9) ? random.int(7, 17) : random.int(0, 23)
    return day + hour * 3_600_000 + random.int(0, 3_599_999)
  }
}

export function branchName(random: Random): string {
  return random.pick(['main', 'main', 'main', 'HEAD', `feat/${random.hex(5)}`, `fix/${random.hex(4)}`])
}

/** Of versions in their order, the one in use: `age` goes from 0 at the beginning of the data to 1 at its end. */
export function ofAge<T>(versions: readonly T[], random: Random, age: number): T {
  const newest = Math.floor(age * versions.length + random.unit() - 0.5)
  return versions[Math.min(versions.length - 1, Math.max(0, newest))] as T
}
