/** Reads the names of providers and models as agents report them: cloud ids, router prefixes, dates, proxies. */

/**
 * Providers of the price package and the other names they go by in telemetry (OpenTelemetry `gen_ai.provider.name`
 * and `gen_ai.system`, AI SDK, LiteLLM). A name that is neither here nor a provider of the package has no price: the
 * package itself would take any name containing "openai" for OpenAI, a local server included.
 */
const OTHER_NAMES: Record<string, readonly string[]> = {
  anthropic: ['anthropic-messages'],
  aws: ['bedrock', 'amazon-bedrock', 'aws-bedrock', 'bedrock-converse'],
  azure: ['azure-ai', 'azure-openai', 'azure-ai-openai', 'az-ai-openai', 'azure-ai-inference'],
  fireworks: ['fireworks-ai'],
  'github-copilot': ['github', 'copilot'],
  google: [
    'gemini',
    'vertex',
    'vertexai',
    'vertex-ai',
    'google-vertex',
    'google-vertex-anthropic',
    'google-genai',
    'google-generative-ai',
    'gcp-gemini',
    'gcp-gen-ai',
    'gcp-vertex-ai',
  ],
  mistral: ['mistralai', 'mistral-ai'],
  moonshotai: ['moonshot'],
  openai: ['openai-responses', 'openai-chat'],
  together: ['together-ai', 'togetherai'],
  'x-ai': ['xai'],
  zai: ['z-ai'],
  zhipuai: ['zhipu'],
}
const PROVIDER_BY_NAME = new Map(
  Object.entries(OTHER_NAMES).flatMap(([id, names]) => names.map((name) => [name, id] as const)),
)
/** Names that say only that something stands between: the model's own prefix tells who serves it. */
const ROUTERS = new Set(['', 'litellm'])

/** Bedrock ids carry the maker, and most a region: `us.anthropic.claude-…-v1:0`. */
const BEDROCK_ID =
  /^(?:(?:us|us-gov|eu|apac|au|jp|ca|global)\.)?(?:anthropic|amazon|cohere|deepseek|meta|mistral|openai|qwen)\.[a-z]/
/** Vertex writes the date of a Claude model after an at sign: `claude-sonnet-4-5@20250929`. */
const VERTEX_ID = /^claude-[^@]+@/

export interface Reading {
  /** Provider as the price package calls it; '' when none was told; the reported name when it is none of those. */
  provider: string
  /** The model's name without anything that does not belong to it, in every order its makers use; all mean the same. */
  names: string[]
}

/** The package's id of a provider: `aws.bedrock` is `aws`. A name nobody knows stays as it is, in lower case. */
export function providerId(reported: string): string {
  const name = reported.trim().toLowerCase()
  return PROVIDER_BY_NAME.get(name.replace(/[_\s.]/g, '-')) ?? name
}

/** Who served the call and under which names the model may be listed. Changes spelling only, never the version. */
export function readNames(provider: string, model: string, isProvider: (id: string) => boolean): Reading {
  let served = providerId(provider)
  let name = model.trim().toLowerCase()
  name = name.replace(/\[\d+m\]$/, '').replace(/^arn:aws[\w-]*:bedrock:.*\//, '')
  const [, prefix = '', rest = ''] = /^([^/]+)\/(.+)$/.exec(name) ?? []
  const prefixed = providerId(prefix)
  if (prefix !== '' && isProvider(prefixed) && (ROUTERS.has(served) || prefixed === served)) {
    served = prefixed
    name = rest
  }
  name = name.replace(/^(?:publishers\/[^/]+\/)?models\//, '')
  if (BEDROCK_ID.test(name) && (ROUTERS.has(served) || served === 'anthropic')) served = 'aws'
  if (VERTEX_ID.test(name) && (ROUTERS.has(served) || served === 'anthropic')) served = 'google'
  return { provider: ROUTERS.has(served) ? '' : served, names: spellings(name) }
}

/** Anthropic turned the order of its names round with version 4; proxies write both, and dots for dashes. */
function spellings(name: string): string[] {
  const all = new Set([name])
  if (name.includes('claude')) {
    const dashed = name.replace(/(\d)\.(\d)/g, '$1-$2').replace('@', '-')
    all.add(dashed)
    all.add(dashed.replace(/claude-(\d(?:-\d{1,2})?)-([a-z]+)/, 'claude-$2-$1'))
    all.add(dashed.replace(/claude-([a-z]+)-(\d(?:-\d{1,2})?)(?!\d)/, 'claude-$2-$1'))
  }
  return [...all]
}

const DATE = /[-@](?:20\d{6}|20\d{2}-\d{2}-\d{2}|default)$/
const VERSION = /(?:-v\d+(?::\d+)?|@|-)$/
const CHANNEL = /(?:[-@]latest|-preview|-exp|[-:]beta|-\d{2}-\d{2}(?:-\d{4})?|-\d{3,4})$/

/** `claude-sonnet-4-5-20250929-v1:0` → `claude-sonnet-4-5`: the model whatever day or region it was published for. */
export function undated(name: string): string {
  const bare = name.replace(/^(?:[a-z-]+\.)+/, '')
  return strip(bare, [DATE, VERSION])
}

/** `undated`, and without what marks a release channel or a mode that costs the same. Two equal stems are one model. */
export function stem(name: string): string {
  const bare = undated(name.slice(name.lastIndexOf('/') + 1))
  return strip(bare, [DATE, VERSION, CHANNEL, ...(bare.startsWith('claude') ? [/[-:]thinking$/] : [])])
}

function strip(name: string, endings: RegExp[]): string {
  for (let before = ''; before !== name; ) {
    before = name
    for (const ending of endings) name = name.replace(ending, '')
  }
  return name
}
