/** The routes of the control plane without a server, for commands that work on its database themselves. */
import { randomBytes } from 'node:crypto'
import Fastify from 'fastify'
import type { Control } from '../../control/control.ts'
import { DEFAULT_SETTINGS } from '../../settings.ts'
import { ORGANISATION_HEADER } from '../access.ts'
import { guard } from './access.ts'
import { answerError } from './failures.ts'
import type { LoginOptions } from './logging-in.ts'
import { login } from './login.ts'
import { team } from './team.ts'

export interface Offline {
  /** Answers as the server would to whoever runs it. */
  ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Response>
  close(): Promise<void>
}

/** `organisation` is an id or slug. */
export async function offline(
  control: Control,
  organisation: string,
  options: LoginOptions,
): Promise<Offline> {
  const operator = randomBytes(32).toString('base64url')
  const app = Fastify({ logger: false })
  app.setErrorHandler(answerError)
  const plane = {
    team: { control, operator },
    settings: async (org: string) => (await control.organisations.settings(org)) ?? DEFAULT_SETTINGS,
  }
  await guard(app, plane)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  team(app, plane)
  login(app, plane, options)
  return {
    ask: async (method, url, body) => {
      const headers = {
        authorization: `Bearer ${operator}`,
        ...(url.startsWith('/api/v1/organisations') ? {} : { [ORGANISATION_HEADER]: organisation }),
        ...(body ? { 'content-type': 'application/json' } : {}),
      }
      const payload = body ? { payload: JSON.stringify(body) } : {}
      const { statusCode: status, body: text } = await app.inject({ method, url, headers, ...payload })
      return new Response(text, { status })
    },
    close: () => app.close(),
  }
}
