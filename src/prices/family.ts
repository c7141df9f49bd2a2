/** Groups models into the families people know them by. */

const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/\bopus\b/, 'Opus'],
  [/\bsonnet\b/, 'Sonnet'],
  [/\bhaiku\b/, 'Haiku'],
  [/\bfable\b/, 'Fable'],
  [/\bmythos\b/, 'Mythos'],
  [/\bclaude\b/, 'Claude'],
  [/\bgpt-oss\b/, 'gpt-oss'],
  [/\b(?:chat)?gpt\b|\bcodex\b/, 'GPT'],
  [/(?:^|[/.])o[134]\b/, 'OpenAI o'],
  [/\bgemini\b/, 'Gemini'],
  [/\bgemma/, 'Gemma'],
  [/\bgrok\b/, 'Grok'],
  [/\bdeepseek\b/, 'DeepSeek'],
  [/\bkimi\b/, 'Kimi'],
  [/\bglm\b/, 'GLM'],
  [/\bqw(?:en|q)/, 'Qwen'],
  [/(?:mi|code|dev|magi|mini|vox)stral|mixtral/, 'Mistral'],
  [/llama/, 'Llama'],
  [/\bminimax\b/, 'MiniMax'],
  [/\bcomposer\b/, 'Composer'],
  [/\bnova\b/, 'Nova'],
]

/** Family of a model as reported, in any spelling (catalogue S-CB-1): `Opus`, `Sonnet`, `GPT`, …; null when unknown. */
export function modelFamily(model: string): string | null {
  const name = model.toLowerCase()
  return FAMILIES.find(([pattern]) => pattern.test(name))?.[1] ?? null
}
