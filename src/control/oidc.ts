/** OpenID Connect: sends people to the provider of their organisation, and believes what it says of them when they are back. */
import type * as Client from 'openid-client'
import { TachographError } from '../errors.ts'
import { type Fetching, mustBeAllowed, publicFetch } from './public-fetch.ts'

export interface Provider {
  issuer: string
  client_id: string
  client_secret: string
}

/** What has to come back with a person, and what only their browser knows. */
export interface Journey {
  state: string
  nonce: string
  verifier: string
}

/** What a provider says of a person. */
export interface Claims {
  issuer: string
  subject: string
  email: string | null
  /** Null where it says nothing of it. */
  verified: boolean | null
  name: string | null
}

/** What a provider says of itself is asked for again after this long, ms. */
const KNOWN_MS = 600_000
const MOST_KNOWN = 200

// Loaded here, since few servers need it.
const library = (): Promise<typeof Client> => import('openid-client')

export class OpenId {
  readonly #fetching: Fetching
  readonly #known = new Map<string, { configuration: Promise<Client.Configuration>; until: number }>()

  constructor(fetching: Fetching) {
    this.#fetching = fetching
  }

  /** Whether there is such a provider. Errors: `url_not_allowed`, `unavailable`, `bad_param` (`issuer`). */
  async check(provider: Provider): Promise<void> {
    await this.#configurationOf(provider, true)
  }

  /** Where to send a person. Errors: as those of `check`. */
  async begin(provider: Provider, redirectUri: string): Promise<{ url: string; journey: Journey }> {
    const { buildAuthorizationUrl, calculatePKCECodeChallenge, ...client } = await library()
    const configuration = await this.#configurationOf(provider)
    const journey = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    }
    const url = buildAuthorizationUrl(configuration, {
      ...{ redirect_uri: redirectUri, scope: 'openid email profile', response_type: 'code' },
      ...{ state: journey.state, nonce: journey.nonce },
      ...{
        code_challenge: await calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
      },
    })
    return { url: url.href, journey }
  }

  /** Who came back. Errors: `unauthenticated` for whatever does not fit, `unavailable`. */
  async finish(provider: Provider, journey: Journey, cameBackTo: URL): Promise<Claims> {
    const { authorizationCodeGrant, fetchUserInfo } = await library()
    const configuration = await this.#configurationOf(provider)
    try {
      const tokens = await authorizationCodeGrant(configuration, cameBackTo, {
        ...{ expectedState: journey.state, expectedNonce: journey.nonce },
        ...{ pkceCodeVerifier: journey.verifier, idTokenExpected: true },
      })
      const token = tokens.claims()
      if (!token) throw new Error('there is no ID token')
      const more =
        token.email === undefined && configuration.serverMetadata().userinfo_endpoint
          ? await fetchUserInfo(configuration, tokens.access_token, token.sub)
          : {}
      return claimsOf(token.iss, token.sub, { ...more, ...token })
    } catch (cause) {
      throw ofOurs(cause) ?? notSignedOn(cause)
    }
  }

  #configurationOf(provider: Provider, anew = false): Promise<Client.Configuration> {
    const name = JSON.stringify([provider.issuer, provider.client_id, provider.client_secret])
    const known = this.#known.get(name)
    if (known && known.until > Date.now() && !anew) return known.configuration
    const configuration = this.#discover(provider)
    if (this.#known.size >= MOST_KNOWN) this.#known.clear()
    this.#known.set(name, { configuration, until: Date.now() + KNOWN_MS })
    // What could not be asked for is asked for again.
    configuration.catch(() => this.#known.delete(name))
    return configuration
  }

  async #discover({ issuer, client_id, client_secret }: Provider): Promise<Client.Configuration> {
    const client = await library()
    const basic = client.ClientSecretBasic(client_secret)
    const post = client.ClientSecretPost(client_secret)
    const authentication: Client.ClientAuth = (server, ...rest) =>
      (server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') === false
        ? post
        : basic)(server, ...rest)
    try {
      return await client.discovery(
        mustBeAllowed(issuer, this.#fetching),
        client_id,
        { id_token_signed_response_alg: undefined },
        authentication,
        {
          [client.customFetch]: publicFetch(this.#fetching),
          execute: [
            // The signature too, and not only who was asked for the token.
            client.enableNonRepudiationChecks,
            ...(this.#fetching.allowPrivate ? [client.allowInsecureRequests] : []),
          ],
        },
      )
    } catch (cause) {
      throw (
        ofOurs(cause) ??
        new TachographError('bad_param', 'issuer: there is no OpenID provider at this address.', {
          param: 'issuer',
          cause,
        })
      )
    }
  }
}

const text = (told: unknown): string | null => (typeof told === 'string' && told !== '' ? told : null)

const claimsOf = (issuer: string, subject: string, told: Record<string, unknown>): Claims => ({
  issuer,
  subject,
  email: text(told.email)?.trim().toLowerCase() ?? null,
  // Some say it as a word.
  verified:
    told.email_verified === undefined ? null : told.email_verified === true || told.email_verified === 'true',
  name: text(told.name)?.trim().slice(0, 200) ?? null,
})

/** An error of ours that the library carries within its own. */
function ofOurs(error: unknown): TachographError | null {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++)
    if (one instanceof TachographError) return one
  return null
}

/** The same whatever does not fit: the log has it. */
export const notSignedOn = (cause?: unknown) =>
  new TachographError('unauthenticated', 'Signing in did not work. Try again from the beginning.', { cause })
