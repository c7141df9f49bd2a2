/** Tells who served a model by the forms of names. */

/** Who served a model, as far as names tell: the agent speaks to all of them alike. */
export function providerOf(model: string | null, message: string | null): string | null {
  if (message?.startsWith('msg_bdrk_') || (model && /(?:^|[./:])anthropic\.claude|^arn:aws/.test(model))) {
    return 'bedrock'
  }
  if (message?.startsWith('msg_vrtx_') || (model && /claude[^@]*@/.test(model))) return 'vertex'
  return model?.toLowerCase().includes('claude') ? 'anthropic' : null
}

/** The names that conventions, old and new, give to who serves a model. */
const SYSTEMS: Readonly<Record<string, string>> = {
  'aws.bedrock': 'bedrock',
  'amazon-bedrock': 'bedrock',
  aws_bedrock: 'bedrock',
  'gcp.vertex_ai': 'vertex',
  vertex_ai: 'vertex',
  'google-vertex': 'vertex',
  'google-vertex-anthropic': 'vertex',
  'gcp.gemini': 'google',
  'gcp.gen_ai': 'google',
  gemini: 'google',
  google_ai_studio: 'google',
  'azure.ai.openai': 'azure',
  'azure.ai.inference': 'azure',
  'az.ai.openai': 'azure',
  'az.ai.inference': 'azure',
  x_ai: 'xai',
  mistral_ai: 'mistral',
  'claude-code': 'anthropic',
  kimi: 'moonshotai',
}

/** Who served a model, by the name a convention or a library gives: `aws.bedrock` is bedrock. Null for none. */
export function providerNamed(system: string | null): string | null {
  if (system === null) return null
  const plain = system.toLowerCase()
  if (Object.hasOwn(SYSTEMS, plain)) return SYSTEMS[plain] ?? null
  // Libraries add the way they call it: `anthropic.messages`, `openai.responses`, `google.generative-ai`.
  return /^(anthropic|openai|google|mistral|xai|deepseek|groq)\.[\w.-]+$/.exec(plain)?.[1] ?? plain
}

const VENDORS: readonly (readonly [RegExp, string])[] = [
  [/claude/, 'anthropic'],
  [/^(?:openai\/)?(?:gpt|o\d|codex|chatgpt)/, 'openai'],
  [/gemini|gemma/, 'google'],
  [/^(?:x-?ai\/)?grok/, 'xai'],
  [/deepseek/, 'deepseek'],
  [/mistral|codestral|devstral|magistral/, 'mistral'],
]

/** Who makes a model, by its name; null for one that tells nothing. Where nobody says who served it, its maker did. */
export const vendorOf = (model: string | null): string | null =>
  VENDORS.find(([pattern]) => pattern.test(model?.toLowerCase() ?? ''))?.[1] ?? null
