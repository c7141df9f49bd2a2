/** A real OpenID provider on loopback, whose people are made up, and a browser that signs in there without asking. */
import { createServer, type Server } from 'node:http'
import { Provider } from 'oidc-provider'

export interface Account {
  email?: string
  email_verified?: boolean
  name?: string
}

export interface TestProvider {
  issuer: string
  /** Whom it knows, by subject. */
  accounts: Record<string, Account>
  /** Whoever signs in next. */
  next: string
  close(): Promise<void>
}

export const CLIENT = { client_id: 'tachograph', client_secret: 'a secret that the provider knows' }

export async function openTestProvider(redirectUris: string[]): Promise<TestProvider> {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The provider has no port.')
  const told: TestProvider = {
    issuer: `http://127.0.0.1:${address.port}`,
    accounts: {},
    next: '',
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  const provider: Provider = new Provider(told.issuer, {
    clients: [
      {
        ...CLIENT,
        redirect_uris: redirectUris,
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    cookies: { keys: ['cookies of a test'] },
    findAccount: (_context, sub) => {
      const account = told.accounts[sub]
      return account && { accountId: sub, claims: async () => ({ sub, ...account }) }
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    // Whoever it is has agreed.
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response)
    const login = { accountId: told.next, remember: false }
    void provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false })
  })
  return told
}

/** Follows redirects from an address with cookies of its own for each host, until one leads to `stop`; answers that one. */
export async function travel(
  from: string,
  stop: string,
  { jar, headers }: { jar: Map<string, string>; headers: Record<string, string> },
): Promise<string> {
  let url = from
  for (let hops = 0; hops < 12; hops++) {
    const { host } = new URL(url)
    const mine = [...jar].filter(([name]) => name.startsWith(`${host} `)).map(([, cookie]) => cookie)
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { ...headers, cookie: mine.join('; ') },
    })
    for (const one of response.headers.getSetCookie()) {
      const cookie = one.split(';')[0] ?? ''
      jar.set(`${host} ${cookie.split('=')[0]}`, cookie)
    }
    const to = response.headers.get('location')
    if (to === null) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
    url = new URL(to, url).href
    if (url.startsWith(stop)) return url
  }
  throw new Error('There is no end of redirects.')
}
