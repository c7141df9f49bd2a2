/** What is a secret and what is not, by shapes that are put together here, so that this file holds none. */
import { describe, expect, it } from 'vitest'
import { REDACTED, withoutSecrets } from './index.ts'

/** A generator with a known beginning: the same run every time. */
function randomFrom(seed: number) {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
const random = randomFrom(7)
const LETTERS = {
  an: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  up: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  hex: '0123456789abcdef',
  dig: '0123456789',
  b64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
}
const of = (kind: keyof typeof LETTERS, n: number): string =>
  Array.from({ length: n }, () => LETTERS[kind][Math.floor(random() * LETTERS[kind].length)]).join('')
const uuid = () => [8, 4, 4, 4, 12].map((n) => of('hex', n)).join('-')
/** Parts stand apart in this file. */
const join = (...parts: string[]) => parts.join('')

/** A text, and what must not be left of it. */
type Secret = readonly [text: string, secret: string]
const alone = (secret: string): Secret => [`it said ${secret} and went on`, secret]
const within =
  (before: string, after = '') =>
  (secret: string): Secret => [`${before}${secret}${after}`, secret]
const jwt = () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return [
    part({ alg: 'HS256', typ: 'JWT' }),
    part({ sub: of('dig', 10), iat: 1_700_000_000 }),
    of('url', 43),
  ].join('.')
}
const pem = (kind: string): Secret => {
  const dashes = '-'.repeat(5)
  const body = Array.from({ length: 6 }, () => of('b64', 64)).join('\n')
  const key = `${dashes}BEGIN ${kind}PRIVATE KEY${dashes}\n${body}\n${dashes}END ${kind}PRIVATE KEY${dashes}`
  return [`before\n${key}\nafter`, body.slice(70, 120)]
}

const SHAPES: Record<string, () => Secret> = {
  'aws id': () => alone(join('AK', 'IA', of('up', 16))),
  'aws temporary id': () => alone(join('AS', 'IA', of('up', 16))),
  'aws secret, ini': () => within('aws_secret_access_key = ')(of('b64', 40)),
  'aws secret, env': () => within('export AWS_SECRET_ACCESS_KEY=', '\n')(of('b64', 40)),
  'aws secret, json': () => within('{"SecretAccessKey": "', '"}')(of('b64', 40)),
  'gcp api key': () => alone(join('AI', 'za', of('url', 35))),
  'gcp client secret': () => alone(join('GOC', 'SPX-', of('url', 28))),
  'gcp access token': () => alone(join('ya', '29.', of('url', 80))),
  'gcp service account': () => pem(''),
  'azure account key': () =>
    within(
      'DefaultEndpointsProtocol=https;AccountName=store;AccountKey=',
      ';EndpointSuffix=core.windows.net',
    )(`${of('b64', 86)}==`),
  'azure bus': () =>
    within('Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=')(
      `${of('b64', 43)}=`,
    ),
  'azure client secret': () => alone(join(of('an', 3), '8Q', '~', of('an', 34))),
  'azure sas': () => within('https://a.blob.core.windows.net/c?sv=2024&sig=')(`${of('an', 43)}%3D`),
  'github classic': () => alone(join('gh', 'p_', of('an', 36))),
  'github server': () => alone(join('gh', 's_', of('an', 36))),
  'github fine': () => alone(join('github', '_pat_', of('an', 22), '_', of('an', 59))),
  'github in address': () =>
    within('git clone https://x-access-token:', '@github.com/a/b')(join('gh', 'o_', of('an', 36))),
  gitlab: () => alone(join('gl', 'pat-', of('url', 20))),
  'gitlab runner': () => alone(join('gl', 'rt-', of('url', 20))),
  'slack bot': () => alone(join('xo', 'xb-', of('dig', 12), '-', of('dig', 12), '-', of('an', 24))),
  'slack app': () => alone(join('xa', 'pp-1-', of('an', 11), '-', of('dig', 13), '-', of('hex', 64))),
  'slack hook': () => {
    const [a, b, c] = [of('up', 8), of('up', 8), of('an', 24)]
    return [`curl -X POST https://${join('hooks.slack', '.com')}/services/T${a}/B${b}/${c}`, c]
  },
  'stripe live': () => alone(join('sk', '_live_', of('an', 24))),
  'stripe restricted': () => alone(join('rk', '_test_', of('an', 24))),
  'stripe hook': () => alone(join('wh', 'sec_', of('an', 32))),
  'openai old': () => alone(join('sk', '-', of('an', 48))),
  'openai project': () => alone(join('sk', '-proj-', of('url', 120))),
  anthropic: () => alone(join('sk', '-ant-', 'api03-', of('url', 93), 'AA')),
  'anthropic login': () => alone(join('sk', '-ant-', 'oat01-', of('url', 93), 'AA')),
  openrouter: () => alone(join('sk', '-or-v1-', of('hex', 64))),
  groq: () => alone(join('gs', 'k_', of('an', 52))),
  'hugging face': () => alone(join('h', 'f_', of('an', 34).replace(/\d/g, 'k'))),
  npm: () => alone(join('np', 'm_', of('an', 36))),
  'npm old': () => within('//registry.npmjs.org/:_authToken=')(uuid()),
  pypi: () => alone(join('py', 'pi-AgEIcHlwaS5vcmc', of('url', 150))),
  docker: () => alone(join('dckr', '_pat_', of('url', 27))),
  digitalocean: () => alone(join('do', 'p_v1_', of('hex', 64))),
  databricks: () => alone(join('da', 'pi', of('hex', 32))),
  vault: () => alone(join('hv', 's.', of('url', 90))),
  sendgrid: () => alone(join('S', 'G.', of('url', 22), '.', of('url', 43))),
  shopify: () => alone(join('shp', 'at_', of('hex', 32))),
  linear: () => alone(join('lin', '_api_', of('an', 40))),
  grafana: () => alone(join('gl', 'sa_', of('an', 32), '_', of('hex', 8))),
  telegram: () => alone(`${join(of('dig', 9), ':A', 'A')}${of('url', 33)}`),
  tachograph: () => alone(join('t', 'g_', of('an', 43))),
  jwt: () => alone(jwt()),
  'jwt cookie': () => within('Cookie: session=', '; theme=dark')(jwt()),
  'rsa key': () => pem('RSA '),
  'ec key': () => pem('EC '),
  'openssh key': () => pem('OPENSSH '),
  'key cut off': () => {
    const body = of('b64', 64)
    return [`${'-'.repeat(5)}BEGIN RSA PRIVATE KEY${'-'.repeat(5)}\n${body}\n${of('b64', 40)}`, body]
  },
  postgres: () => within('postgres://app:', '@db.internal:5432/app')(of('an', 16)),
  'mongodb, word': () => within('mongodb+srv://admin:', '@c0.example.net')(join('correct', 'horse')),
  'redis, no user': () => within('redis://:', '@cache:6379/0')(of('an', 20)),
  'basic in address': () => within('curl https://jo:', '@api.example.com/v1')(of('an', 12)),
  jdbc: () => within('Server=db;Database=a;User Id=sa;Password=', ';Encrypt=true')(`${of('an', 10)}!x`),
  'password env': () => within('DB_PASSWORD=')(of('an', 14)),
  'password, word': () => within('MYSQL_PWD=', ' mysqldump all')(join('tr', 'ustno', 'one')),
  'password yaml': () => within('  password: ')(of('an', 14)),
  'password json': () => within('{"user":"jo","password":"', '"}')(join('hunt', 'er', '2!')),
  'password json in json': () => within('{\\"password\\":\\"', '\\"}')(of('an', 12)),
  'password flag': () => within('mysql -u root --password=', ' db')(of('an', 12)),
  'password flag, spaced': () => within('deploy --password ', ' --now')(of('an', 12)),
  'password python': () => within("password = '", "'")(of('an', 12)),
  bearer: () => within('curl -H "Authorization: Bearer ', '" https://a.example')(of('url', 40)),
  'bearer alone': () => within('uses Bearer ')(of('an', 32)),
  'basic header': () => within('authorization: Basic ')(Buffer.from(`jo:${of('an', 12)}`).toString('base64')),
  'api key header': () => within('X-API-Key: ')(of('hex', 32)),
  'api key query': () => within('GET /v1/x?api_key=', '&page=2')(of('an', 32)),
  'client secret': () => within('client_secret: "', '"')(of('url', 40)),
  'secret constant': () => within('const JWT_SECRET = "', '";')(of('b64', 44)),
  'django key': () => within("SECRET_KEY = '", "'")(of('url', 50)),
  'encryption key': () => within('ENCRYPTION_KEY=')(of('hex', 64)),
  'token yaml': () => within('token: ')(of('hex', 40)),
}
const SECRETS: [string, Secret][] = Object.entries(SHAPES).flatMap(([name, make]) =>
  [1, 2, 3].map((n): [string, Secret] => [`${name} ${n}`, make()]),
)

const PLAIN = `
the password is stored as a hash, never in plain text
Forgot your password? We send a link to reset it.
Add a password field to the login form and validate it
password: string
password: z.string().min(12),
password: \${DB_PASSWORD}
password = os.environ["DB_PASSWORD"]
password=process.env.PASSWORD
password: <your password here>
"password": "********",
password: null
<input type="password" name="password" placeholder="Password" />
if (password.length < 12) throw new Error('too short')
const { password, ...user } = body
user.password = await hash(password)
token: string
const token = await getToken(request)
const token = req.headers.authorization
token = secrets.token_urlsafe(32)
token: \${{ secrets.GITHUB_TOKEN }}
GITHUB_TOKEN: \${{ secrets.GITHUB_TOKEN }}
export OPENAI_API_KEY=your-key-here
OPENAI_API_KEY=sk-...
ANTHROPIC_API_KEY=
api_key = config.api_key
apiKey: process.env.API_KEY,
Set the API key in the settings page before you start
The API key must be rotated every 90 days
max_tokens: 4096
total_tokens=123456789
input tokens: 12345678, output tokens: 987654
tokens by day and model, tokens by user
the tokenizer splits at word boundaries
cancellation token: CancellationToken
The secret of good tests is to see them fail first
secret: kubernetes.io/dockerconfigjson
secretName: my-app-tls
kubectl create secret generic my-secret --from-file=key.pem
client_secret: {{ .Values.clientSecret }}
Authorization: Bearer <token>
Authorization: Bearer $TOKEN
"Authorization": "Bearer " + token
add a Bearer authentication scheme to the OpenAPI file
uses basic authentication over TLS
-----BEGIN CERTIFICATE-----
-----BEGIN PUBLIC KEY-----
ssh-keygen -t ed25519 -C jo@acme.example
https://user@example.com/path
https://example.com:8443/path?page=2&sort=name
postgres://localhost:5432/app
postgres://app:\${PGPASSWORD}@db:5432/app
git clone git@github.com:acme/web.git
git clone https://github.com/acme/web.git
http://127.0.0.1:8484/api/v1/metrics/tokens.by_day?from=2026-03-01
const url = new URL('/api/v1/users', base)
npm install @fastify/helmet@13.2.0
npm_config_cache=/tmp/cache npm ci
pip install pypi-attestations
docker pull ghcr.io/acme/web:1.2.3
ghp is the prefix of GitHub's classic tokens
sk-learn-estimators-are-cloned-before-fitting
sk_live is the mode of production keys
AKIA is how ids of access keys begin
eyJ is how base64 of a JSON object begins
xoxb tokens belong to bots
import { createHash } from 'node:crypto'
import numpy as np
SELECT user, sum(tokens) FROM usage GROUP BY user ORDER BY 2 DESC
const key = \`\${user}:\${day}\`
for (const [key, value] of Object.entries(map)) total += value
key={item.id}
cache_key = f"{org}:{user}"
"primaryKey": "id"
PRIMARY KEY (org, day, id)
foreign key references sessions(id)
keyboard shortcuts: ctrl+k opens the palette
Error: ENOENT: no such file or directory, open '/tmp/data/config.json'
at Object.<anonymous> (/home/jo/web/src/index.test.ts:123:45)
Tests: 1234 passed, 5 failed, 1239 total
Duration 12.34s (transform 1.2s, setup 0ms)
2026-03-04T12:00:00.000Z info server listening on 127.0.0.1:8484
v20.19.43
linux-x64-gnu
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)
session 42 of 100
session=none
cookie: none
set a cookie that is httpOnly and sameSite=strict
author: Jo Doe <jo@acme.example>
color: #ff8800; background: #123abc
transform: translate3d(0, 0, 0)
AuthorizationServerMetadataEndpointConfiguration
getUserByPasswordResetTokenOrThrowNotFoundException
the quick brown fox jumps over the lazy dog
pwd
PWD=/home/jo/web
cd $(git rev-parse --show-toplevel) && pwd
passphrase: required
credentials: include
credentials: 'same-origin'
credentials file: ~/.aws/credentials
auth_method: password
sig: Signature
private_key_path: /etc/ssl/private/server.key
ssl_certificate_key /etc/nginx/server.key;
publicKey: ed25519
the signature of the function changed
`
  .trim()
  .split('\n')

const GENERATED: (() => string)[] = [
  () => `commit ${of('hex', 40)}`,
  () => `Merge ${of('hex', 7)} into ${of('hex', 7)}`,
  () => `sha256:${of('hex', 64)}`,
  () => `"integrity": "sha512-${of('b64', 86)}==",`,
  () => `session ${uuid()} ended`,
  () => `"id": "${uuid()}", "parent": "${uuid()}"`,
  () => `trace_id=${of('hex', 32)} span_id=${of('hex', 16)}`,
  () => `msg_${of('an', 24)} req_${of('an', 24)} toolu_${of('an', 24)}`,
  () => `etag: W/"${of('hex', 20)}"`,
  () => `/home/jo/.claude/projects/-home-jo-web/${uuid()}.jsonl`,
  () => `https://acme.example/builds/${of('dig', 9)}/artifacts/${of('hex', 12)}`,
  () => `image: registry.example/web@sha256:${of('hex', 64)}`,
  () => `data:image/png;base64,${of('b64', 120)}`,
  () => `chunk-${of('an', 8)}.js  ${of('dig', 3)}.${of('dig', 2)} kB`,
  () => `1.${of('dig', 2)}.${of('dig', 1)} (build ${of('dig', 5)})`,
  () => `${of('dig', 4)} tokens, ${of('dig', 3)} calls, $${of('dig', 2)}.${of('dig', 2)}`,
  () => `span ${of('hex', 16)} of model claude-sonnet-4-5-2025${of('dig', 4)}`,
  () => `index ${of('hex', 7)}..${of('hex', 7)} 100644`,
  () => `module.exports = require('./dist/index-${of('hex', 8)}.cjs')`,
  () => `INSERT INTO usage VALUES ('${uuid()}', ${of('dig', 6)})`,
]
const BENIGN = [...PLAIN, ...GENERATED.flatMap((make) => Array.from({ length: 6 }, make))]

describe('secrets', () => {
  it('at least 95 of 100 are taken out, and what stands around them stays', () => {
    expect(SECRETS.length).toBeGreaterThanOrEqual(200)
    const missed = SECRETS.filter(([, [text, secret]]) => withoutSecrets(text).includes(secret))
    const names = missed.map(([name, [text]]) => `${name}: ${text}`)
    process.stderr.write(`missed ${names.length} of ${SECRETS.length}: ${names.join(' | ')}\n`)
    expect(names.length > SECRETS.length * 0.05 ? names : []).toEqual([])
    for (const [, [text, secret]] of SECRETS) {
      const safe = withoutSecrets(text)
      if (!safe.includes(secret)) expect(safe).toContain(REDACTED)
      expect(withoutSecrets(safe)).toBe(safe)
    }
    expect(withoutSecrets(pem('RSA ')[0])).toBe(`before\n${REDACTED}\nafter`)
    expect(withoutSecrets(alone(jwt())[0])).toBe(`it said ${REDACTED} and went on`)
  })

  it('at most 2 of 100 other texts are taken for one', () => {
    expect(BENIGN.length).toBeGreaterThanOrEqual(200)
    const wrong = BENIGN.filter((text) => withoutSecrets(text) !== text)
    process.stderr.write(`wrong ${wrong.length} of ${BENIGN.length}: ${wrong.join(' | ')}\n`)
    expect(wrong.length > BENIGN.length * 0.02 ? wrong : []).toEqual([])
  })

  it('all shapes and texts together come out the same as apart', () => {
    const whole = SECRETS.filter(([name]) => !name.startsWith('key cut off')).map(([, [text]]) => text)
    const safe = withoutSecrets([...whole, ...BENIGN].join('\n'))
    for (const [, [text, secret]] of SECRETS)
      if (!withoutSecrets(text).includes(secret)) expect(safe).not.toContain(secret)
  })
})

describe('any text', () => {
  const times = (text: string, n: number) => text.repeat(Math.ceil(n / text.length)).slice(0, n)
  const ADVERSARIAL: Record<string, string> = {
    letters: 'a',
    spaces: ' ',
    'almost keys': 'AKIA sk- ghp_ xoxb- ',
    'beginnings of tokens': 'eyJ',
    'beginnings, parted': 'eyJ.',
    'beginnings, dashed': '-eyJ',
    'almost addresses': '://',
    'addresses without an end': '://a:b',
    'names without values': 'password',
    'names and partings': 'password = ',
    'names, then dashes': 'token-----------------',
    quotes: `password="`,
    'escaped quotes': 'password\\":\\"',
    'beginnings of keys': `${'-'.repeat(5)}BEGIN RSA PRIVATE KEY${'-'.repeat(5)}`,
    'almost beginnings of keys': `${'-'.repeat(5)}BEGIN `,
    dashes: '-',
    schemes: 'Bearer ',
    'dots and letters': 'a.',
    'azure beginnings': 'abc8Q~',
    'npm and dots': 'SG.aaaaaaaaaaaaaaaa.',
    'mixed words': 'secretTokenPasswordApiKey',
    lines: '\n',
  }

  /** The least of several runs, in ms of this process alone. */
  function spent(text: string): number {
    let least = Number.POSITIVE_INFINITY
    for (let i = 0; i < 4; i++) {
      const before = process.cpuUsage()
      withoutSecrets(text)
      const { user, system } = process.cpuUsage(before)
      least = Math.min(least, (user + system) / 1000)
    }
    return least
  }

  it.each(Object.entries(ADVERSARIAL))('%s: twice the text takes about twice the work', (_name, piece) => {
    const [half, whole] = [spent(times(piece, 2 ** 19)), spent(times(piece, 2 ** 20))]
    // Below this a clock says little; work that grows with the square is four times as much.
    expect(whole < 20 ? 1 : whole / half).toBeLessThan(3)
  })
})
