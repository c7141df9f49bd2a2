/** Where a collector sends to and with which key: what it is told, and what an installed one keeps in its data folder. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { TachographError } from '../../errors.ts'

const settings = z.strictObject({
  url: z.string(),
  key: z.string().nullable(),
  user: z.string().optional(),
})
export type CollectorSettings = z.infer<typeof settings>

export const settingsPath = (data: string): string => join(data, 'collector.json')

/**
 * Flags win over the environment, that over what was installed. A key that was kept is for its own server alone. Errors:
 * `config`.
 */
export function collectorSettings(
  flags: { to?: string; key?: string },
  env: Record<string, string | undefined>,
  data: string,
): CollectorSettings {
  const kept = keptIn(data)
  const told = flags.to ?? (env.TACHOGRAPH_URL || undefined) ?? kept?.url
  if (told === undefined)
    throw new TachographError(
      'config',
      'Where to? Give the address of the server with --to or TACHOGRAPH_URL, such as https://tachograph.acme.example.',
    )
  const url = addressOf(told)
  const same = kept?.url === url ? kept : null
  return {
    url,
    key: flags.key ?? (env.TACHOGRAPH_KEY || undefined) ?? same?.key ?? null,
    ...(same?.user === undefined ? {} : { user: same.user }),
  }
}

function addressOf(told: string): string {
  const url = URL.canParse(told) ? new URL(told) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new TachographError(
      'config',
      'The address of the server has to be like https://tachograph.acme.example, without a key in it.',
    )
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

function keptIn(data: string): CollectorSettings | null {
  let text: string
  try {
    text = readFileSync(settingsPath(data), 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw unusable(data, (error as Error).message)
  }
  try {
    return settings.parse(JSON.parse(text))
  } catch (error) {
    throw unusable(
      data,
      error instanceof z.ZodError ? 'it has other keys than url, key and user' : 'it is not JSON',
    )
  }
}

const unusable = (data: string, why: string) =>
  new TachographError(
    'config',
    `${settingsPath(data)} cannot be used: ${why}. tachograph push --install writes it anew.`,
  )

export const settingsText = (told: CollectorSettings): string => `${JSON.stringify(told, null, 2)}\n`

/** For nobody but its owner: it holds the key. */
export function keepSettings(data: string, told: CollectorSettings): void {
  const path = settingsPath(data)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const aside = `${path}.${process.pid}`
  rmSync(aside, { force: true })
  writeFileSync(aside, settingsText(told), { mode: 0o600 })
  renameSync(aside, path)
}
